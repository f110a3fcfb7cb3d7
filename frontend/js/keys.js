// The desk by keyboard: / search, j k rows, Enter opens (the focused link does that by itself), ? the list.
const typing = target => target.closest("input, textarea, select, [contenteditable]")

function move(step) {
  const rows = [...document.querySelectorAll(".dense tbody tr")].filter(row => row.querySelector("a"))
  const now = rows.findIndex(row => row.getAttribute("aria-current") || row.contains(document.activeElement))
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))]
  if (!next) return
  rows.forEach(row => row.removeAttribute("aria-current"))
  next.setAttribute("aria-current", "true")
  next.querySelector("a").focus()
  next.scrollIntoView({block: "nearest"})
}

const KEYS = {
  "/": () => document.querySelector('[data-key="/"]')?.focus(),
  "?": () => document.getElementById("keys")?.showModal?.(),
  j: () => move(1),
  k: () => move(-1),
}

export default function keys() {
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !KEYS[event.key]) return
    event.preventDefault()
    KEYS[event.key]()
  })
}
