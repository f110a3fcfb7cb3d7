// Sends a form[data-draft] and does not let go: when the line is lost it waits, says so, and sends the same
// report with the same key until the slip comes; the server gives one slip for one key.
const WAITS = [3, 6, 12, 30, 60] // seconds
const AWAY = new Set([502, 503, 504])

/** The answer is a page with the form and what is wrong: it takes the place of this one's <main>. */
function show(html, form) {
  const page = new DOMParser().parseFromString(html, "text/html")
  const main = page.querySelector("main")
  if (!main) return form.submit()
  document.title = page.title
  document.querySelector("main").replaceWith(main)
  scrollTo(0, 0)
  document.dispatchEvent(new CustomEvent("page:new", {detail: main}))
}

export default function queue(form, {again, sending, refused, arrived}) {
  const line = form.querySelector(".line")
  let [body, tries, timer, busy] = [null, 0, 0, false]

  function say(title, more) {
    line.querySelector("b").textContent = title
    line.querySelector("span").textContent = more
    line.querySelector("button").hidden = !more
    line.hidden = false
    line.scrollIntoView({block: "nearest"})
  }

  function wait() {
    const seconds = WAITS[Math.min(tries++, WAITS.length - 1)]
    say(line.dataset.lost, line.dataset.kept)
    timer = setTimeout(send, seconds * 1000)
  }

  async function send() {
    if (busy) return
    busy = true
    clearTimeout(timer)
    if (!tries) say(line.dataset.sending, "")
    try {
      const answer = await fetch(form.action, {method: "POST", body, headers: {Accept: "text/html"}})
      if (AWAY.has(answer.status)) return wait()
      const html = await answer.text()
      if (answer.redirected && answer.ok) {
        await arrived()
        return location.replace(answer.url)
      }
      delete form.dataset.waiting
      await refused()
      show(html, form)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      wait()
    } finally {
      busy = false
    }
  }

  async function begin(submitter) {
    form.dataset.waiting = "1"
    body = new FormData(form)
    form.classList.add("busy") // what is under way is not edited: the key stands for exactly this report
    for (const part of form.children) part.inert = !part.matches(".line, .saved")
    if (submitter?.name) body.append(submitter.name, submitter.value)
    await sending()
    send()
  }

  form.addEventListener("submit", event => {
    if (event.submitter?.name === "refresh") return // asks for the villages, files nothing
    event.preventDefault()
    if (form.dataset.waiting) return
    begin(event.submitter)
  })
  line.querySelector("button").addEventListener("click", () => { tries = 0; send() })
  addEventListener("online", () => form.dataset.waiting && send())
  if (again) begin()
}
