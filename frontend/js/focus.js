// The error summary gets the focus, and each of its links the field it names, with the label in sight.
export default function focus(root) {
  root.querySelector("[data-focus]")?.focus()
  for (const link of root.querySelectorAll(".ds-error-summary a")) {
    link.addEventListener("click", event => {
      const field = document.getElementById(link.hash.slice(1))
      if (!field) return
      event.preventDefault()
      ;(field.closest(".ds-fieldset, .ds-field") || field).scrollIntoView({block: "start"})
      field.focus({preventScroll: true})
    })
  }
}
