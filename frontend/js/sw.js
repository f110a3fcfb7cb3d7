// Service worker: the services and their forms open without a line, so that a report can be written where
// there is no signal. It never keeps a slip, a tracking page, the desk or what says no-store (the form of somebody
// signed in, that of a sealed report), and never touches a POST.
const CACHE = "serentak-1"
const PAGE = /^\/(layanan\/([\w-]+\/(kirim)?)?)?$/
const DATA = /^\/layanan\/desa\/[\d.]+$/
const STATIC = /^\/static\/.*\.[0-9a-f]{8,}\.\w+$/
const MOST = 80

self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name)
  await self.clients.claim()
})()))

async function keep(request, answer) {
  if (!answer.ok || answer.redirected || /no-store/.test(answer.headers.get("Cache-Control"))) return answer
  const cache = await caches.open(CACHE)
  await cache.put(request, answer.clone())
  const kept = await cache.keys()
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST))) await cache.delete(old)
  return answer
}

const NO_LINE = `<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tidak ada sinyal</title><body><h1>Tidak ada sinyal</h1><p>Halaman ini belum tersimpan di ponsel Anda. Buka lagi setelah tersambung.</p><p lang="en">No connection. This page is not kept on your phone; open it again once you are online.</p><p><a href="/layanan/pengaduan/kirim">Formulir pengaduan</a></p></body></html>`

async function network(request) {
  try {
    return await keep(request, await fetch(request))
  } catch {
    const kept = await caches.match(request, {ignoreSearch: request.mode === "navigate"})
    return kept || new Response(NO_LINE, {status: 503, headers: {"Content-Type": "text/html; charset=utf-8"}})
  }
}

const first = async request => (await caches.match(request)) || keep(request, await fetch(request))

self.addEventListener("fetch", event => {
  const {request} = event
  const {origin, pathname} = new URL(request.url)
  if (request.method !== "GET" || origin !== location.origin) return
  if (STATIC.test(pathname)) event.respondWith(first(request))
  else if ((request.mode === "navigate" && PAGE.test(pathname)) || DATA.test(pathname)) event.respondWith(network(request))
})
