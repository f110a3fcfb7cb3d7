// Keeps what a citizen types into form[data-draft] on this phone until the slip is there: seven days at
// most, without name, phone and e-mail, with a button that forgets it at once. queue.js sends.
import {put as putFiles} from "./files.js"
import queue from "./queue.js"
import * as store from "./store.js"

const DAYS = 7
const PERSONAL = ["name", "tel", "email"]
const NEVER = new Set(["csrfmiddlewaretoken", "key", "refresh", "work", "fax"])

/** UUIDv7: a form opened from the phone's own store must not reuse the key of a report already sent. */
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const now = Date.now()
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(now / 65536))
  view.setUint16(4, now % 65536)
  bytes[6] = (bytes[6] & 15) | 0x70
  bytes[8] = (bytes[8] & 63) | 0x80
  const hex = [...bytes].map(b => b.toString(16).padStart(2, "0")).join("")
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5")
}

/** What is typed: [name, text] pairs and, by field, files. `whole` includes the reporter's own name. */
function read(form, whole) {
  const [values, files] = [[], {}]
  for (const control of form.elements) {
    if (!control.name || control.disabled || NEVER.has(control.name)) continue
    if (control.type === "file") { if (control.files.length) files[control.name] = [...control.files]; continue }
    if (["radio", "checkbox"].includes(control.type) ? !control.checked : !control.value) continue
    if ("private" in control.dataset) continue
    if (whole || !PERSONAL.includes(control.autocomplete)) values.push([control.name, control.value])
  }
  return {values, files}
}

function fill(form, {values, files}) {
  for (const [name, value] of values)
    for (const control of [...form.elements].filter(e => e.name === name)) {
      if (["radio", "checkbox"].includes(control.type)) control.checked = control.value === value
      else if (control.tagName === "SELECT" && ![...control.options].some(o => o.value === value)) control.dataset.wanted = value
      else control.value = value
    }
  for (const [name, list] of Object.entries(files)) if (form.elements[name]) putFiles(form.elements[name], list)
  for (const control of form.elements) if (control.name && !NEVER.has(control.name)) control.dispatchEvent(new Event(control.tagName === "TEXTAREA" ? "input" : "change", {bubbles: true}))
}

function notice(form, forget) {
  const line = form.querySelector(".saved")
  const [words, button] = [line.querySelector("span"), line.querySelector("button")]
  button.addEventListener("click", forget)
  const clock = at => new Intl.DateTimeFormat(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"}).format(at)
  return (key, at) => { words.textContent = line.dataset[key].replace("{time}", clock(at)); line.hidden = false }
}

async function keep(form) {
  const id = form.dataset.draft
  const old = await store.get(id)
  const answered = Boolean(form.closest("main").querySelector(".ds-error-summary"))
  const say = notice(form, async () => { await store.drop(id); location.reload() })
  let waiting
  const save = async () => {
    clearTimeout(waiting)
    const at = new Date()
    if (form.dataset.waiting) return
    await store.put(id, {at, ...read(form, false), key: form.elements.key.value, sent: false})
    say("saved", at)
  }
  const used = await store.get(`${id}:last`)
  if (used === form.elements.key.value) form.elements.key.value = uuid7()
  if (old && old.at < Date.now() - DAYS * 864e5) await store.drop(id)
  else if (old && answered) fill(form, {values: [], files: old.files}) // the server gave the text back, files it cannot
  else if (old) {
    fill(form, old)
    if (old.sent) form.elements.key.value = old.key
    say("restored", old.at)
  }
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 600) })
  form.addEventListener("change", () => { clearTimeout(waiting); waiting = setTimeout(save, 600) })
  document.addEventListener("visibilitychange", () => document.hidden && waiting && save())
  queue(form, {
    again: Boolean(old && old.sent && !answered),
    sending: () => store.put(id, {at: new Date(), ...read(form, true), key: form.elements.key.value, sent: true}),
    refused: () => store.put(id, {at: new Date(), ...read(form, false), key: form.elements.key.value, sent: false}),
    arrived: async () => { await store.put(`${id}:last`, form.elements.key.value); await store.drop(id) },
  })
}

export default function draft(root) {
  for (const form of root.querySelectorAll("form[data-draft]")) keep(form)
}
