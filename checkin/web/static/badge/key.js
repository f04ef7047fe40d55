/**
 * The phone's key and its badge, in IndexedDB: nowhere else, and never in a form that can be read
 * out. What a browser claims to be able to keep is believed only once it came back and worked.
 */

import { ED25519, ESP256 } from "../kiosk/cose.js";

const DATABASE = "badge";
const STORE = "phone";
const TRIAL = "trial";
const MINE = "mine";

/**
 * A key that can sign and can't be read.
 * @typedef {object} Key
 * @property {number} alg as COSE numbers it
 * @property {CryptoKeyPair} pair
 * @property {Uint8Array} open the public half: 32 bytes, or x and y of a point
 */

/**
 * A badge on this phone. Times are seconds since 1970, by the server's clock.
 * @typedef {object} Kept
 * @property {Key} key
 * @property {string} token the issuer's part of the badge, as text
 * @property {number} expiresAt
 * @property {number} renewAt
 * @property {readonly string[]} worksAt
 * @property {boolean} paused whether it opens nothing for a while
 * @property {number} ahead seconds that the server's clock is ahead of this phone's
 */

const KINDS = [
  {
    alg: ED25519,
    make: { name: "Ed25519" },
    sign: { name: "Ed25519" },
    open: (/** @type {Uint8Array} */ raw) => raw,
  },
  {
    alg: ESP256,
    make: { name: "ECDSA", namedCurve: "P-256" },
    sign: { name: "ECDSA", hash: "SHA-256" },
    open: (/** @type {Uint8Array} */ raw) => raw.slice(1), // without the mark of a whole point
  },
];

/**
 * A new key of the best kind that this browser really keeps.
 * @returns {Promise<Key | null>} null if it keeps none
 */
export async function make() {
  for (const kind of KINDS) {
    const key = await proven(kind).catch(() => null);
    if (key !== null) {
      return key;
    }
  }
  return null;
}

/**
 * How a proof is signed with this key.
 * @param {Key} key
 * @returns {import("./proof.js").Holder}
 */
export function holder({ alg, pair }) {
  const how = KINDS.find((kind) => kind.alg === alg)?.sign ?? "";
  return {
    alg,
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign(how, pair.privateKey, message)),
  };
}

/** What is on this phone. @returns {Promise<Kept | null>} */
export async function load() {
  return (await inStore("readonly", (store) => store.get(MINE))) ?? null;
}

/** @param {Kept} kept */
export async function keep(kept) {
  await inStore("readwrite", (store) => store.put(kept, MINE));
}

/** Delete key and badge, with all that held them. */
export function forget() {
  return settled(indexedDB.deleteDatabase(DATABASE));
}

/**
 * A key of this kind that was kept, came back in another transaction, signed, and was right.
 * @param {(typeof KINDS)[number]} kind
 * @returns {Promise<Key>}
 */
async function proven(kind) {
  const made = /** @type {CryptoKeyPair} */ (
    await crypto.subtle.generateKey(kind.make, false, ["sign", "verify"])
  );
  await inStore("readwrite", (store) => store.put(made, TRIAL));
  /** @type {CryptoKeyPair} */
  const pair = await inStore("readonly", (store) => store.get(TRIAL));
  await inStore("readwrite", (store) => store.delete(TRIAL));
  const message = crypto.getRandomValues(new Uint8Array(32));
  const signature = await crypto.subtle.sign(kind.sign, pair.privateKey, message);
  if (!(await crypto.subtle.verify(kind.sign, pair.publicKey, signature, message))) {
    throw new Error("what came back isn't what was kept");
  }
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { alg: kind.alg, pair, open: kind.open(raw) };
}

/**
 * Do one thing with the store, in a transaction of its own.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 * @returns {Promise<any>}
 */
async function inStore(mode, act) {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  /** @type {IDBDatabase} */
  const database = await settled(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const done = completed(transaction);
    const [result] = await Promise.all([settled(act(transaction.objectStore(STORE))), done]);
    return result;
  } finally {
    database.close(); // an open one would hold up its deletion
  }
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
