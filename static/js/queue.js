// Edits that the server has not acknowledged yet, in IndexedDB: they survive a reload, a crash, an ended session.
// One record a question and owner (user + organisation + assessment); nobody else's records are ever read for sending.
const NAME = "evaluacion";
const STORE = "edits";
const KEPT = 7 * 24 * 60 * 60 * 1000;
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: ["owner", "question"] });
      store.createIndex("owner", "owner");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode, { durability: "strict" });
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

// Keeps an edit, in place of an older unsent one of the same question.
export function put(edit) {
  return run("readwrite", (store) => store.put(edit));
}

// The unsent edits of an owner, the oldest first.
export async function list(owner) {
  const found = await run("readonly", (store) => store.index("owner").getAll(owner));
  return found.sort((one, other) => one.at - other.at);
}

// Forgets an edit that was acknowledged, unless the person has written something newer meanwhile.
export function forget(edit) {
  return run("readwrite", (store) => {
    const request = store.get([edit.owner, edit.question]);
    request.onsuccess = () => {
      if (request.result?.edit === edit.edit) store.delete([edit.owner, edit.question]);
    };
    return request;
  });
}

// Erases whatever is older than seven days, of anybody.
export async function forgetOld() {
  const limit = Date.now() - KEPT;
  const all = await run("readonly", (store) => store.getAll());
  for (const edit of all.filter((one) => one.at < limit)) {
    await run("readwrite", (store) => store.delete([edit.owner, edit.question]));
  }
}

export async function countUnsent() {
  try {
    return await run("readonly", (store) => store.count());
  } catch {
    return 0;
  }
}

// Erases everything, at sign-out.
export async function purge() {
  try {
    await run("readwrite", (store) => store.clear());
  } catch {
    // Without IndexedDB there is nothing to erase.
  }
}
