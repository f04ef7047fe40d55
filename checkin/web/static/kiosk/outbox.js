/**
 * Scans that were answered without a connection. Each is sealed to the server's key before it is
 * kept, since a printed badge is good for months and whoever steals this tablet must find none.
 */

import {
  Aes128Gcm,
  CipherSuite,
  DhkemX25519HkdfSha256,
  HkdfSha256,
} from "/static/vendor/hpke.js";
import { toBase64url } from "./bytes.js";

export const BATCH = 200;
export const KEPT_FOR = 7 * 86_400_000; // milliseconds; the server drops what is older

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});

/**
 * A scan with the answer that was given, as the server reads it (docs/api.md).
 * @typedef {object} Told
 * @property {string} token
 * @property {string} nonce
 * @property {string} taken_at
 * @property {"in" | "out"} direction
 * @property {{ admit: boolean, say: string }} answered
 * @property {string} snapshot when the snapshot was last confirmed
 * @property {string | null} kiosk who this screen was then: it may stand elsewhere when it tells
 */

/** Where it is kept: `memory.js`, or a test's own. @typedef {Pick<typeof import("./memory.js"), "enqueue" | "oldest" | "dequeue" | "count">} Store */

/**
 * The scan, sealed so that only the server can open it, and only as this scan: base64url.
 * @param {Told} told
 * @param {Uint8Array} letterbox
 * @returns {Promise<string>}
 */
export async function sealed(told, letterbox) {
  const text = new TextEncoder();
  const recipientPublicKey = await suite.kem.deserializePublicKey(
    Uint8Array.from(letterbox).buffer,
  );
  const info = text.encode(`checkin scan ${told.nonce}`);
  const sender = await suite.createSenderContext({ recipientPublicKey, info });
  const letter = await sender.seal(text.encode(JSON.stringify(told)));
  return toBase64url(new Uint8Array([...new Uint8Array(sender.enc), ...new Uint8Array(letter)]));
}

/**
 * Forget what has waited for longer than it may be kept.
 * @param {Store} store
 * @param {number} now milliseconds since 1970
 */
export async function dropOld(store, now) {
  const old = async () => (await store.oldest(BATCH)).filter(({ at }) => now - at > KEPT_FOR);
  for (let some = await old(); some.length > 0; some = await old()) {
    await store.dequeue(some.at(-1)?.id ?? 0);
  }
}

/**
 * Send what waits, oldest first, and forget what the server has.
 * @param {Store} store
 * @param {(scans: { nonce: string, sealed: string }[]) => Promise<boolean>} tell whether it has them
 * @param {number} now milliseconds since 1970
 */
export async function flush(store, tell, now) {
  await dropOld(store, now);
  for (let waiting = await store.oldest(BATCH); waiting.length > 0; ) {
    const scans = waiting.map(({ nonce, sealed: letter }) => ({ nonce, sealed: letter }));
    if (!(await tell(scans))) {
      break;
    }
    await store.dequeue(waiting.at(-1)?.id ?? 0);
    waiting = await store.oldest(BATCH);
  }
}
