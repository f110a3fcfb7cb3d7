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

/** A typed number as the server keeps it (kinds/figures.py): by its last decimal; "" for what is none. */
export function figure(text, decimals) {
  const typed = text.replace(/\s/g, "").replace(/^(rp\.?|idr)/i, "").replace(/,(-|00)$/, "")
  const point = decimals && typed.match(/^(-?\d+)\.(\d{1,2}|\d{4,})$/)
  const parts = point || typed.match(/^(-?(?:\d+|\d{1,3}(?:\.\d{3})+))(?:,(\d+))?$/)
  if (!parts || (decimals && /^-?\d+\.\d{3}$/.test(typed)) || (parts[2] || "").length > decimals) return ""
  return Number(parts[1].replace(/\./g, "") + (parts[2] || "").padEnd(decimals, "0"))
}

/** A day typed in three boxes, as YYYY-MM-DD. */
const day = parts => (parts.every(Boolean) ? [parts[2], parts[1].padStart(2, "0"), parts[0].padStart(2, "0")].join("-") : "")

/** What is chosen or typed under a name; a field that is itself hidden counts as empty. */
function valueIn(form, name) {
  const named = controls(form, name).filter(e => !e.closest("[data-when][hidden]"))
  const pick = named.filter(e => !["radio", "checkbox"].includes(e.type) || e.checked)
  if (!pick.length) return ""
  const part = key => pick.find(e => e.name === `${name}.${key}`)
  if (part("year")) return day(["day", "month", "year"].map(key => part(key).value.trim()))
  if (pick[0].dataset.decimals) return figure(pick[0].value, Number(pick[0].dataset.decimals))
  return pick.map(e => e.value).find(Boolean) || ""
}

const controls = (form, name) => [...form.elements].filter(e => e.name === name || e.name?.startsWith(`${name}.`))

export default function when(root) {
  for (const form of new Set([...root.querySelectorAll("[data-when]")].map(e => e.closest("form")).filter(Boolean))) {
    const parts = [...form.querySelectorAll("[data-when]")].map(part => [part, JSON.parse(part.dataset.when)])
    const known = name => controls(form, name).length > 0
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
