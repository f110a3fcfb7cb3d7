// Counts what is left of a text with data-max; the words come from the page.
export default function count(root) {
  for (const line of root.querySelectorAll("[data-count-for]")) {
    const area = document.getElementById(line.dataset.countFor)
    const write = () => {
      // The server counts characters with one-character line ends; so does .value.
      const left = Number(area.dataset.max) - [...area.value].length
      line.textContent = `${Math.abs(left).toLocaleString(document.documentElement.lang)} ${left < 0 ? line.dataset.over : line.dataset.of}`
      line.classList.toggle("over", left < 0)
    }
    area.addEventListener("input", write)
    write()
  }
}
