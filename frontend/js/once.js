// A second press on a send button does nothing while the first is under way.
export default function once(root) {
  for (const form of root.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", event => {
      if (event.defaultPrevented) return
      if (form.dataset.sending) return event.preventDefault()
      form.dataset.sending = "1"
      form.querySelectorAll("button[type=submit]").forEach(button => button.setAttribute("aria-busy", "true"))
    })
  }
}

// Coming back to the page by "back" makes its forms usable again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending
    form.querySelectorAll("[aria-busy]").forEach(button => button.removeAttribute("aria-busy"))
  }
})
