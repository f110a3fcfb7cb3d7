// The slip's QR leads to /lacak/#n=…&k=…: the fragment reaches no server log. It fills the form, leaves the
// address bar, and the form is sent.
export default function tracking(root) {
  const form = root.querySelector("form[data-track]")
  const given = new URLSearchParams(location.hash.slice(1))
  if (!form || !given.get("n") || !given.get("k")) return
  history.replaceState(null, "", location.pathname)
  form.elements.number.value = given.get("n")
  form.elements.code.value = given.get("k")
  if (form.requestSubmit) form.requestSubmit()
  else form.submit()
}
