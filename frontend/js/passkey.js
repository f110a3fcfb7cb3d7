// Passkeys: asks the browser's authenticator and sends what it signed with the form. The form stays hidden
// where there is no authenticator or the site is reached by another address than the keys are for.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), one => one.charCodeAt(0))
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]

async function ask(address) {
  const publicKey = await (await fetch(address, {headers: {Accept: "application/json"}})).json()
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
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    if (!self.PublicKeyCredential || location.origin !== form.dataset.origin) continue
    form.hidden = false
    form.addEventListener("submit", async event => {
      event.preventDefault()
      const words = form.querySelector("[role=status]")
      words.textContent = ""
      try {
        form.elements.credential.value = written(await ask(form.dataset.passkey))
        form.submit()
      } catch {
        words.textContent = words.dataset.fail
      }
    })
  }
}
