// The villages of the chosen district come by themselves; the phone's position on demand.
function villages(box) {
  const [district, village] = box.querySelectorAll("select")
  let asked = 0
  district.addEventListener("change", async () => {
    const mine = ++asked
    const first = new Option(village.dataset.empty, "")
    village.replaceChildren(first)
    if (!district.value) return
    const wanted = village.dataset.wanted || ""
    try {
      const answer = await fetch(box.dataset.villages + district.value, {headers: {Accept: "text/html"}})
      if (mine !== asked) return
      if (!answer.ok) throw new TypeError("no list") // the service worker's answer when there is no line
      const list = new DOMParser().parseFromString(`<select>${await answer.text()}</select>`, "text/html")
      village.replaceChildren(first, ...[...list.querySelectorAll("option")].filter(one => one.value))
      village.value = wanted
      if (village.value !== wanted) village.value = ""
    } catch {
      first.textContent = village.dataset.offline || village.dataset.empty // no line: the district is enough
    }
    delete village.dataset.wanted
  })
}

function position(box) {
  const line = box.querySelector(".position")
  if (!line || !navigator.geolocation || !self.isSecureContext) return
  const [button, words] = [line.querySelector("button"), line.querySelector("[role=status]")]
  const [lat, lon] = ["lat", "lon"].map(key => box.querySelector(`input[name$=".${key}"]`))
  line.hidden = false
  button.addEventListener("click", () => {
    words.textContent = words.dataset.wait
    navigator.geolocation.getCurrentPosition(
      ({coords}) => {
        lat.value = coords.latitude.toFixed(6)
        lon.value = coords.longitude.toFixed(6)
        words.textContent = words.dataset.got.replace("{n}", Math.round(coords.accuracy))
        lat.dispatchEvent(new Event("input", {bubbles: true}))
      },
      () => { words.textContent = words.dataset.fail },
      {enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000},
    )
  })
}

export default function place(root) {
  for (const box of root.querySelectorAll("[data-place]")) {
    villages(box)
    position(box)
  }
}
