// Print, share, and keep the slip as a picture. The buttons are hidden until this file shows them.
const WIDTH = 720

const said = part => part?.textContent.trim().replace(/\s+/g, " ") || ""

/** Writes `words` from (x, y) in lines no longer than the picture; the y below them. */
function write(pen, words, x, y, font, colour = "#16232c") {
  pen.font = font
  pen.fillStyle = colour
  let line = ""
  for (const word of words.split(" ")) {
    const longer = line ? `${line} ${word}` : word
    if (line && pen.measureText(longer).width > WIDTH - x - 30) {
      pen.fillText(line, x, y)
      y += 34
      line = word
    } else line = longer
  }
  pen.fillText(line, x, y)
  return y + 46
}

/** The slip as a picture: number, code, QR and the lines below, black on white, as it stands on the page. */
async function picture(slip) {
  const canvas = Object.assign(document.createElement("canvas"), {width: WIDTH, height: 1150})
  const pen = canvas.getContext("2d")
  const [small, big, grey] = ["24px sans-serif", "bold 44px", "#555f65"]
  pen.fillStyle = "#fff"
  pen.fillRect(0, 0, WIDTH, canvas.height)
  pen.fillStyle = "#0b4f6a"
  pen.fillRect(0, 0, WIDTH, 110)
  write(pen, said(slip.querySelector(".slip-h b")), 30, 48, "bold 30px sans-serif", "#fff")
  write(pen, said(slip.querySelector(".slip-h span")), 30, 86, small, "#fff")
  slip.querySelectorAll(".slip-n > div").forEach((pair, n) => {
    write(pen, said(pair.children[0]), 30, 160 + n * 100, small, grey)
    write(pen, said(pair.children[1]), 30, 206 + n * 100, `${big} ${n ? "monospace" : "sans-serif"}`)
  })
  const code = slip.querySelector(".slip-q img")
  await code.decode()
  pen.imageSmoothingEnabled = false // one pixel a module
  pen.drawImage(code, 20, 350, 300, 300)
  write(pen, said(slip.querySelector(".slip-q p")), 340, 430, small)
  let y = 710
  for (const row of slip.querySelectorAll(".slip-f > div")) {
    write(pen, said(row.children[0]), 30, y, small, grey)
    y = write(pen, said(row.children[1]), 220, y, small)
  }
  y = write(pen, said(slip.querySelector(".slip-w")), 30, y + 20, small)
  const mark = document.querySelector(".demo b, .demo-tag") // a demonstration says so on everything that leaves it
  if (mark) write(pen, said(mark), 30, y + 10, "bold 24px sans-serif", "#94203f")
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
