// Print, share, and keep the slip as a picture. The buttons are hidden until this file shows them.
const WIDTH = 720

/** The slip drawn on a canvas: number, code, QR and the lines below, black on white. */
async function picture(slip) {
  const text = css => slip.querySelector(css)?.textContent.trim().replace(/\s+/g, " ") || ""
  const rows = [...slip.querySelectorAll(".slip-f > div")].map(row => [...row.children].map(e => e.textContent.trim().replace(/\s+/g, " ")))
  const canvas = Object.assign(document.createElement("canvas"), {width: WIDTH, height: 720 + rows.length * 84})
  const pen = canvas.getContext("2d")
  const write = (words, x, y, font, colour = "#16232c", most = WIDTH - x - 30) => {
    pen.fillStyle = colour
    pen.font = font
    let line = ""
    for (const word of words.split(" ")) {
      if (line && pen.measureText(`${line} ${word}`).width > most) { pen.fillText(line, x, y); line = word; y += 34 }
      else line = line ? `${line} ${word}` : word
    }
    pen.fillText(line, x, y)
  }
  pen.fillStyle = "#fff"
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = "#0b4f6a"
  pen.fillRect(0, 0, WIDTH, 110)
  write(text(".slip-h b"), 30, 48, "bold 30px sans-serif", "#fff")
  write(text(".slip-h span"), 30, 86, "24px sans-serif", "#fff")
  const pairs = [...slip.querySelectorAll(".slip-n > div")]
  pairs.forEach((pair, n) => {
    write(pair.children[0].textContent, 30, 160 + n * 100, "24px sans-serif", "#555f65")
    write(pair.children[1].textContent.trim(), 30, 206 + n * 100, `bold 44px ${n ? "monospace" : "sans-serif"}`)
  })
  const qr = slip.querySelector(".slip-q svg")
  if (qr) {
    const drawn = qr.cloneNode(true)
    drawn.setAttribute("xmlns", "http://www.w3.org/2000/svg")
    drawn.setAttribute("width", 300)
    drawn.setAttribute("height", 300)
    drawn.querySelectorAll("path").forEach(path => path.setAttribute("stroke", "#000"))
    const image = new Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawn))}`
    await image.decode()
    pen.drawImage(image, 20, 350, 300, 300)
  }
  write(text(".slip-q p"), 340, 420, "24px sans-serif")
  rows.forEach(([name, value], n) => {
    write(name, 30, 720 + n * 84, "24px sans-serif", "#555f65", 180)
    write(value, 220, 720 + n * 84, "24px sans-serif")
  })
  return new Promise(done => canvas.toBlob(done, "image/png"))
}

async function keep(slip) {
  const name = `${slip.querySelector(".slip-n dd").textContent.trim()}.png`
  const address = URL.createObjectURL(await picture(slip))
  Object.assign(document.createElement("a"), {href: address, download: name}).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export default function slip(root) {
  for (const button of root.querySelectorAll("[data-print], [data-keep]")) {
    button.hidden = false
    button.addEventListener("click", () => ("print" in button.dataset ? print() : keep(document.querySelector(".slip"))))
  }
}
