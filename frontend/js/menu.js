// A menu closes with Escape or a press beside it.
const open = () => document.querySelectorAll("details.who[open], details.menu[open]")

export default function menu(root) {
  if (root !== document) return
  document.addEventListener("click", event => open().forEach(one => one.contains(event.target) || (one.open = false)))
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") open().forEach(one => { one.open = false; one.querySelector("summary").focus() })
  })
}
