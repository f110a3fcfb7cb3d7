// Pages for officers. No local draft here: what an officer types about others stays out of the browser's stores.
import count from "./count.js"
import files from "./files.js"
import focus from "./focus.js"
import go from "./go.js"
import keys from "./keys.js"
import menu from "./menu.js"
import once from "./once.js"
import place from "./place.js"
import slip from "./slip.js"
import when from "./when.js"

document.documentElement.classList.add("has-js")
for (const part of [when, count, files, place, once, focus, menu, slip, keys, go]) part(document)
