// Prints the slip. The button is hidden until this file shows it.
export default function slip(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false
    button.addEventListener("click", () => print())
  }
}
