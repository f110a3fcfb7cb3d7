// What may be the same as what is being typed, asked once title and place are there; the form goes without it too.
export default function alike(root) {
  const box = root.querySelector("[data-alike]")
  if (!box) return
  const form = box.closest("form"), [title, place] = box.dataset.of.split(" ")
  let asked = 0
  box.insertAdjacentHTML("beforeend", '<input type="hidden" name="alike" value="1">') // no page comes between
  form.addEventListener("change", async ({target}) => {
    if (target.name !== title && !target.name.startsWith(`${place}.`)) return
    const wanted = new URLSearchParams([...new FormData(form)].filter(([name, value]) =>
      value && typeof value === "string" && (name === title || name.startsWith(`${place}.`))))
    if (!wanted.get(title) || !wanted.get(`${place}.district`)) return
    const mine = ++asked
    try {
      const answer = await fetch(`${box.dataset.alike}?${wanted}`, {headers: {Accept: "text/html"}})
      if (!answer.ok || mine !== asked) return
      const found = new DOMParser().parseFromString(await answer.text(), "text/html")
      box.replaceChildren(...found.body.children)
    } catch {
      // no line: the report goes without it
    }
  })
}
