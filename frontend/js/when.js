// Shows a field only while its condition holds: data-when='{"all"|"any": [{field, is: value}, …]}', the
// rows of the record type, judged as the server judges them. A field that is not shown is not sent.
const empty = value => value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length)
const less = (a, b) => (isNaN(a) || isNaN(b) ? String(a) < String(b) : Number(a) < Number(b))
const same = (a, b) => (empty(a) ? empty(b) : String(a) === String(b))

const OPERATORS = {
  is: same,
  is_not: (a, b) => !same(a, b),
  one_of: (a, b) => b.some(one => same(a, one)),
  more: (a, b) => !empty(a) && less(b, a),
  less: (a, b) => !empty(a) && less(a, b),
  empty: (a, b) => empty(a) === b,
}

export function holds(condition, value) {
  const row = ({field, ...test}) => Object.entries(test).every(([name, wanted]) => OPERATORS[name](value(field), wanted))
  return (condition.all || []).every(row) && (!condition.any || condition.any.some(row))
}

/** What is chosen or typed under a name; a field that is itself hidden counts as empty. */
function valueIn(form, name) {
  const named = [...form.elements].filter(e => e.name === name && !e.closest("[data-when][hidden]"))
  const pick = named.filter(e => !["radio", "checkbox"].includes(e.type) || e.checked)
  return pick.length ? pick[0].value : ""
}

export default function when(root) {
  for (const form of new Set([...root.querySelectorAll("[data-when]")].map(e => e.closest("form")).filter(Boolean))) {
    const parts = [...form.querySelectorAll("[data-when]")].map(part => [part, JSON.parse(part.dataset.when)])
    const known = name => name in form.elements
    const show = () => {
      for (const [part, condition] of parts) {
        const rows = [...(condition.all || []), ...(condition.any || [])]
        if (!rows.every(row => known(row.field))) continue // judged by the server, from what it already knows
        part.hidden = !holds(condition, name => valueIn(form, name))
        for (const control of part.querySelectorAll("input, select, textarea")) control.disabled = part.hidden
      }
    }
    form.addEventListener("change", show)
    show()
  }
}
