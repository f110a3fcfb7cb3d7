// While somebody fills in the form, the browser computes a little for its key: SHA-256 over key and number must
// begin with so many zero bits. It costs a person nothing and a flood a lot; a form without it is taken all the same.
const BATCH = 64

async function zeros(text) {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))
  return Math.clz32(digest.getUint32(0)) // 32 bits are more than anybody asks for
}

async function find(key, bits, still) {
  for (let first = 0; still(); first += BATCH) {
    const found = await Promise.all(Array.from({length: BATCH}, (_, n) => zeros(`${key}:${first + n}`)))
    const hit = found.findIndex(n => n >= bits)
    if (hit >= 0) return String(first + hit)
    await new Promise(done => setTimeout(done)) // typing comes first
  }
}

export default function work(root) {
  for (const field of root.querySelectorAll("input[name=work][data-bits]")) {
    const {key} = field.form.elements
    let done
    field.form.addEventListener("input", async () => {
      if (done === key.value || !globalThis.crypto?.subtle) return
      done = key.value // draft.js may put another key in place
      const begun = key.value
      const answer = await find(begun, Number(field.dataset.bits), () => key.value === begun && field.isConnected)
      if (answer !== undefined) field.value = answer
    })
  }
}
