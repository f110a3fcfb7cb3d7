// Says at once when chosen files are too many or too big, and makes big photos small before they travel.
const BIG = 1_000_000
const SIDE = 2000 // pixels: a street sign stays readable

/** A photo no longer than SIDE as JPEG, or the file itself when that is not smaller or cannot be done. */
async function smaller(file) {
  if (file.size < BIG || !/^image\/(jpeg|png|webp)$/.test(file.type) || !self.createImageBitmap) return file
  try {
    const picture = await createImageBitmap(file, {imageOrientation: "from-image"})
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height))
    const canvas = Object.assign(document.createElement("canvas"), {width: picture.width * scale, height: picture.height * scale})
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.85))
    if (!blob || blob.size >= file.size) return file
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", {type: "image/jpeg", lastModified: file.lastModified})
  } catch {
    return file // not a picture this browser can open: the server judges it
  }
}

export function put(input, list) {
  const box = new DataTransfer()
  for (const file of list) box.items.add(file)
  input.files = box.files
}

export default function files(root) {
  for (const input of root.querySelectorAll("input.filein")) {
    const note = document.createElement("p")
    note.className = "count"
    note.setAttribute("role", "status")
    input.after(note)
    const write = () => {
      const chosen = [...input.files]
      const most = Number(input.dataset.maxBytes) || Infinity
      const wrong = chosen.length > Number(input.dataset.maxFiles) ? input.dataset.tooMany
        : chosen.some(file => file.size > most) ? input.dataset.tooBig : ""
      const size = file => `${file.name} (${(file.size / 1e6).toLocaleString(document.documentElement.lang, {maximumFractionDigits: 1})} MB)`
      note.textContent = [wrong, ...chosen.map(size)].filter(Boolean).join(" · ")
      note.classList.toggle("over", Boolean(wrong))
    }
    input.addEventListener("change", async event => {
      write()
      if (!event.isTrusted) return
      const chosen = [...input.files]
      const made = await Promise.all(chosen.map(smaller))
      if (made.some((file, n) => file !== chosen[n])) {
        put(input, made)
        write()
        input.dispatchEvent(new Event("change", {bubbles: true}))
      }
    })
    write()
  }
}
