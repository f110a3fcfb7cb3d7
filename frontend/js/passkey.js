// Passkeys: asks the browser's authenticator and sends what it signed with the form, always or by one of its buttons.
// Both stay hidden where there is no authenticator or the site is reached by another address than the keys are for.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), one => one.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]

async function ask(publicKey) {
  publicKey.challenge = bytes(publicKey.challenge)
  for (const one of publicKey.excludeCredentials || []) one.id = bytes(one.id)
  if (!publicKey.user) return navigator.credentials.get({publicKey})
  publicKey.user.id = bytes(publicKey.user.id)
  return navigator.credentials.create({publicKey})
}

function written({id, type, response}) {
  const given = PARTS.filter(name => response[name]).map(name => [name, text(response[name])])
  return JSON.stringify({id, rawId: id, type, response: Object.fromEntries(given), clientExtensionResults: {}})
}

export default function passkey(root) {
  for (const it of root.querySelectorAll("[data-passkey]")) {
    const form = it.form || it
    if (!self.PublicKeyCredential || location.origin !== it.dataset.origin) continue
    it.hidden = false
    form.addEventListener("submit", async event => {
      if (it !== form && event.submitter !== it) return
      event.preventDefault()
      const words = form.querySelector("[role=status]")
      words.textContent = ""
      try {
        // a button's question depends on what is typed; what is wrong there, the page itself says
        const sent = it === form ? {} : {method: "POST", body: new URLSearchParams(new FormData(form))}
        const answer = await fetch(it.dataset.passkey, {headers: {Accept: "application/json"}, ...sent})
        form.elements.credential.value = answer.ok ? written(await ask(await answer.json())) : "-"
        form.submit()
      } catch {
        words.textContent = words.dataset.fail
      }
    })
  }
}
