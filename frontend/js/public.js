// Pages for citizens. Every page works without this file; it saves typing, signal and worry.
import alike from "./alike.js"
import count from "./count.js"
import draft from "./draft.js"
import files from "./files.js"
import focus from "./focus.js"
import letter from "./letter.js"
import menu from "./menu.js"
import once from "./once.js"
import passkey from "./passkey.js"
import place from "./place.js"
import slip from "./slip.js"
import tracking from "./tracking.js"
import when from "./when.js"
import work from "./work.js"

const start = root => [when, count, files, place, passkey, once, focus, letter, menu, slip, tracking, draft, work, alike].forEach(part => part(root))

document.documentElement.classList.add("has-js")
document.addEventListener("page:new", event => start(event.detail)) // queue.js put a new <main> in place
start(document)
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {})
