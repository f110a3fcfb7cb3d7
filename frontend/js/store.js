// One IndexedDB store of drafts: id -> {at, values, files, key, sent}. A browser without it keeps nothing.
const open = () => new Promise((done, fail) => {
  const request = indexedDB.open("serentak", 1)
  request.onupgradeneeded = () => request.result.createObjectStore("drafts")
  request.onsuccess = () => done(request.result)
  request.onerror = () => fail(request.error)
})

async function within(mode, work) {
  try {
    const database = await open()
    return await new Promise((done, fail) => {
      const request = work(database.transaction("drafts", mode).objectStore("drafts"))
      request.transaction.oncomplete = () => { database.close(); done(request.result) }
      request.transaction.onabort = () => { database.close(); fail(request.error) }
    })
  } catch {
    return undefined // private window or full disk: the form works, only nothing is kept
  }
}

export const get = id => within("readonly", store => store.get(id))
export const put = (id, value) => within("readwrite", store => store.put(value, id))
export const drop = id => within("readwrite", store => store.delete(id))
