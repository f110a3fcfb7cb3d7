// Builds what the browser gets into ../build/static: two style sheets, two scripts, the service worker,
// the icon sprite, the mark and the font. Run `npm ci` before. Nothing third-party is committed: theme,
// base components, icons and font are read from node_modules. An unknown icon stops the build.
import {execFileSync} from "node:child_process"
import {createHash} from "node:crypto"
import {copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync} from "node:fs"
import {dirname, join} from "node:path"
import {fileURLToPath} from "node:url"
import {brotliCompressSync} from "node:zlib"
import esbuild from "esbuild"
import {browserslistToTargets, bundleAsync, transform} from "lightningcss"

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(here)
const finished = process.env.SERENTAK_STATIC || join(root, "build", "static")
const out = `${finished}.new`
const modules = join(here, "node_modules")
const text = path => readFileSync(path, "utf8")

// The oldest browsers that get the whole look: Android phones of 2021. Older ones get plain pages that work.
const TARGETS = browserslistToTargets(["chrome 88", "safari 14", "firefox 78"])

// ---- theme: drawn from four colours by the design system's own command, kept until the colours change

function theme() {
  const config = join(here, "designsystemet.config.json")
  const version = JSON.parse(text(join(modules, "@digdir/designsystemet/package.json"))).version
  const key = createHash("sha256").update(text(config) + version).digest("hex").slice(0, 16)
  const kept = join(root, "build", `theme-${key}.css`)
  if (!existsSync(kept)) {
    const cli = join(modules, "@digdir/designsystemet/dist/bin/designsystemet.js")
    const [tokens, made] = [join(root, "build", "tokens"), join(root, "build", "theme")]
    const run = (...args) => execFileSync(process.execPath, [cli, "tokens", ...args], {cwd: here, stdio: "pipe"})
    run("create", "--clean")
    run("build", "--tokens", tokens, "--out-dir", made, "--clean")
    const name = Object.keys(JSON.parse(text(config)).themes)[0]
    copyFileSync(join(made, `${name}.css`), kept)
    for (const folder of [tokens, made]) rmSync(folder, {recursive: true})
  }
  return kept
}

// ---- style sheets

/** Unwraps @layer blocks: browsers before Chrome 99 drop whole layers; the file's order is the layers' order. */
function flatten(css) {
  const layer = /@layer[^{;]*([{;])/.exec(css)
  if (!layer) return css
  const [before, rest] = [css.slice(0, layer.index), css.slice(layer.index + layer[0].length)]
  if (layer[1] === ";") return before + flatten(rest)
  let end = 0
  for (let depth = 1; depth; end++) depth += {"{": 1, "}": -1}[rest[end]] || 0
  return before + rest.slice(0, end - 1) + flatten(rest.slice(end))
}

// Rules of the theme and of the base that no page of ours can reach.
const UNREACHED = /"data-typography".*"secondary"|"(dark|rtl|switch|outline|ds-field-affix\w*|ds-floating[-\w]*|ds-sr-only|ds-icon|ds-checkbox--checked|ds-readonly-icon|ds-list--unstyled|ds-print-preserve|ds-focus[-\w]*|ds-card|tinted)"/
const reachable = {
  Rule: {
    // Pages say data-color-scheme="auto": light is the default, dark comes with its media query.
    media: rule => (/"prefers-color-scheme".*"light"/.test(JSON.stringify(rule.value.query)) ? [] : undefined),
    style: rule => (rule.value.selectors.every(one => UNREACHED.test(JSON.stringify(one))) ? [] : undefined),
  },
}

/** Drops base and theme variables that nothing reads, until none is left. */
function prune(code) {
  for (let dropped = 1; dropped; ) {
    const read = new Set()
    transform({filename: "a.css", code, visitor: {Variable: v => void read.add(v.name.ident)}})
    dropped = 0
    code = transform({filename: "a.css", code, minify: true, targets: TARGETS, visitor: {
      Declaration: {custom(d) {
        if (!/^--_?dsc?-/.test(d.name) || read.has(d.name)) return
        dropped++
        return []
      }},
    }}).code
  }
  return code
}

async function style(name) {
  const themed = theme()
  const resolver = {
    resolve(specifier, from) {
      if (specifier === "theme") return themed
      if (specifier.startsWith("ds:")) return join(modules, "@digdir/designsystemet-css/dist/src", `${specifier.slice(3)}.css`)
      return join(dirname(from), specifier)
    },
    read: path => (path === themed ? flatten(text(path)) : text(path)),
  }
  const {code} = await bundleAsync({
    filename: join(here, "css", `${name}.css`), minify: true, targets: TARGETS, visitor: reachable, resolver,
  })
  writeFileSync(join(out, `${name}.css`), prune(code))
}

// ---- icons: those named in templates and content, and those of icons.txt

function* files(folder, ending) {
  for (const entry of readdirSync(folder, {withFileTypes: true})) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* files(path, ending)
    else if (entry.name.endsWith(ending)) yield path
  }
}

function iconNames() {
  const names = new Set(text(join(here, "icons.txt")).split("\n").map(l => l.split("#")[0].trim()).filter(Boolean))
  for (const path of files(join(root, "serentak"), ".html"))
    for (const [, call] of text(path).matchAll(/\b(?:icon\(|sign=)("[^"]+")/g)) names.add(JSON.parse(call))
  for (const path of files(join(root, "content"), ".yaml"))
    for (const [, name] of text(path).matchAll(/^icon: *([\w-]+) *$/gm)) names.add(name)
  return [...names].sort()
}

function sprite() {
  const signs = Object.fromEntries([...text(join(here, "signs.svg")).matchAll(/<symbol id="([^"]+)"[^]*?<\/symbol>/g)].map(m => [m[1], m[0]]))
  const symbols = iconNames().filter(name => !signs[name]).map(name => {
    const path = join(modules, "@tabler/icons/icons/outline", `${name}.svg`)
    if (!existsSync(path)) throw new Error(`No icon named "${name}" in @tabler/icons (outline) or frontend/signs.svg`)
    const drawn = text(path).replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^]*?>|<\/svg>\s*$/g, "").replace(/\s*\n\s*/g, "")
    return `<symbol id="${name}" viewBox="0 0 24 24">${drawn}</symbol>`
  })
  writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${[...symbols, ...Object.values(signs)].join("")}</svg>`)
}

// ---- scripts

const script = (name, format) => esbuild.build({
  entryPoints: [join(here, "js", `${name}.js`)], outfile: join(out, `${name}.js`),
  bundle: true, minify: true, format, target: "es2020", charset: "utf8", legalComments: "none",
})

// ---- all

const began = performance.now()
mkdirSync(join(root, "build"), {recursive: true})
rmSync(out, {recursive: true, force: true})
mkdirSync(out, {recursive: true})
sprite()
copyFileSync(join(here, "mark.svg"), join(out, "mark.svg"))
copyFileSync(join(modules, "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2"), join(out, "source-sans-3.woff2"))
await Promise.all([style("public"), style("desk"), style("demo-print"), script("public", "esm"), script("desk", "esm"), script("sw", "iife")])
rmSync(finished, {recursive: true, force: true})
renameSync(out, finished)
for (const name of readdirSync(finished).sort()) {
  const bytes = readFileSync(join(finished, name))
  const packed = name.endsWith("woff2") ? bytes.length : brotliCompressSync(bytes).length
  console.log(`${name.padEnd(20)} ${String(bytes.length).padStart(7)} ${String(packed).padStart(6)} compressed`)
}
console.log(`${Math.round(performance.now() - began)} ms`)
