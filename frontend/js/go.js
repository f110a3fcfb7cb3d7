// A long work that goes on page by page presses its own button.
export default function go(root) {
  root.querySelector("form[data-go]")?.requestSubmit()
}
