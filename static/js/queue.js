// Edits that the server has not acknowledged yet, in IndexedDB: they survive a reload, a crash, an ended session.
// Where the browser keeps nothing (private window, blocked, no room) they wait in this page alone, and `onlyHere` says so.
// One record a question and owner (user + organisation + assessment); nobody else's records are ever read for sending.
const NAME = "evaluacion";
const STORE = "edits";
const KEPT = 7 * 24 * 60 * 60 * 1000;
const PATIENCE = 3000;
const here = new Map();
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
    request.onblocked = () => reject(new Error("blocked"));
    setTimeout(() => reject(new Error("no answer")), PATIENCE);
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

function nameOf(edit) {
  return JSON.stringify([edit.owner, edit.question]);
}

// Whether something unsent would be lost with this page.
export function onlyHere() {
  return here.size > 0;
}

// Keeps an edit, in place of an older unsent one of the same question.
export async function put(edit) {
  try {
    await run("readwrite", (store) => store.put(edit));
    here.delete(nameOf(edit));
  } catch {
    here.set(nameOf(edit), edit);
  }
}

// The unsent edits of an owner, the oldest first.
export async function list(owner) {
  const found = await run("readonly", (store) => store.index("owner").getAll(owner)).catch(() => []);
  const all = new Map(found.map((edit) => [nameOf(edit), edit]));
  for (const [name, edit] of here) if (edit.owner === owner) all.set(name, { ...edit });
  return [...all.values()].sort((one, other) => one.at - other.at);
}

// Forgets an edit that was acknowledged, unless the person has written something newer meanwhile.
export async function forget(edit) {
  const waiting = here.get(nameOf(edit));
  if (waiting && waiting.edit !== edit.edit) return;
  here.delete(nameOf(edit));
  await run("readwrite", (store) => {
    const request = store.get([edit.owner, edit.question]);
    request.onsuccess = () => {
      if (waiting || request.result?.edit === edit.edit) store.delete([edit.owner, edit.question]);
    };
    return request;
  }).catch(() => {});
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
  return here.size + (await run("readonly", (store) => store.count()).catch(() => 0));
}

// Erases everything, at sign-out.
export async function purge() {
  here.clear();
  await run("readwrite", (store) => store.clear()).catch(() => {});
}
