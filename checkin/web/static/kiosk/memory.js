/**
 * What this screen keeps through a restart: the snapshot, the sealed queue, and where it stands. No
 * badge that anybody could read, and no name. Everything is on the disk before it counts as kept.
 */

const DATABASE = "kiosk";
const KNOWN = "known";
const QUEUE = "queue";
const CURRENT = "current";

/**
 * What is known without a connection. Times are milliseconds since 1970, by the server's clock.
 * @typedef {object} Known
 * @property {any} snapshot as the server sent it
 * @property {string} etag
 * @property {number} confirmedAt when the server last said that it holds
 * @property {number} seen the latest time that the server ever said
 * @property {number} ahead by how much the server's clock is ahead of this one's
 * @property {any} place the last answer to a sign of life
 * @property {number} queuedEver how many scans were ever queued
 */

/** A scan that waits. @typedef {{ id?: number, nonce: string, sealed: string, at: number }} Waiting */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KNOWN);
      request.result.createObjectStore(QUEUE, { keyPath: "id", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another page holds the storage"));
  });
}

/**
 * The result of one request, once its transaction is on the disk.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {string[]} names of the stores
 * @param {(store: (name: string) => IDBObjectStore) => IDBRequest<T>} ask
 * @returns {Promise<T>}
 */
async function within(mode, names, ask) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(names, mode, { durability: "strict" });
      const request = ask((name) => transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {string} name of the store
 * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
 */
function inStore(mode, name, ask) {
  return within(mode, [name], (store) => ask(store(name)));
}

/** What was known when this screen last ran. @returns {Promise<Known | null>} */
export async function load() {
  return (await inStore("readonly", KNOWN, (store) => store.get(CURRENT))) ?? null;
}

/** @param {Known} known */
export async function keep(known) {
  await inStore("readwrite", KNOWN, (store) => store.put(known, CURRENT));
}

/**
 * Keep a scan that waits and what is known with it: both or neither.
 * @param {Waiting} waiting
 * @param {Known} known
 */
export async function enqueue(waiting, known) {
  await within("readwrite", [QUEUE, KNOWN], (store) => {
    store(QUEUE).add(waiting);
    return store(KNOWN).put(known, CURRENT);
  });
}

/** The oldest that wait, with what they are dropped by. @param {number} most @returns {Promise<Waiting[]>} */
export function oldest(most) {
  return inStore("readonly", QUEUE, (store) => store.getAll(null, most));
}

/** Forget what waits up to this one: the server has it. @param {number} id */
export async function dequeue(id) {
  await inStore("readwrite", QUEUE, (store) => store.delete(IDBKeyRange.upperBound(id)));
}

/** How many wait. */
export function count() {
  return inStore("readonly", QUEUE, (store) => store.count());
}

/** Keep nothing any more. @returns {Promise<void>} */
export function erase() {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
    request.onblocked = () => resolve(); // it goes as soon as the other page lets go of it
  });
}
