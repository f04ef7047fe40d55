import { test } from "node:test";
import assert from "node:assert/strict";
import {
  Aes128Gcm,
  CipherSuite,
  DhkemX25519HkdfSha256,
  HkdfSha256,
} from "/static/vendor/hpke.js";
import { Alone } from "../../checkin/web/static/kiosk/alone.js";
import { BATCH, KEPT_FOR, dropOld, flush, sealed } from "../../checkin/web/static/kiosk/outbox.js";

/** @typedef {import("../../checkin/web/static/kiosk/memory.js").Waiting} Waiting */
/** @typedef {import("../../checkin/web/static/kiosk/memory.js").Known} Known */

const NOW = 1_795_000_000_000;
const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});
const SCAN = {
  token: "CI1:A BADGE",
  nonce: "5b6e5f1c-8f43-4c4e-9d0a-0d6a0e3f8a11",
  takenAt: "2026-11-23T08:00:00.000Z",
  direction: /** @type {"in"} */ ("in"),
  since: 0,
};

const KIOSK = "0b0c3ac4-2f5d-4f0c-9a51-3f6a2b9d4e11";

/** A disk in memory, oldest first. */
class Disk {
  /** @param {number[]} ages of what waits, in milliseconds */
  constructor(ages = []) {
    this.waiting = ages.map((age, id) => ({ id: id + 1, nonce: `n${id}`, sealed: "", at: NOW - age }));
    /** @type {Known | null} */
    this.known = null;
    this.isFull = false;
  }

  async load() {
    return this.known;
  }

  /** @param {Known} known */
  async keep(known) {
    this.known = known;
  }

  /** @param {Waiting} one @param {Known} known */
  async enqueue(one, known) {
    if (this.isFull) {
      throw new DOMException("no room", "QuotaExceededError");
    }
    this.waiting.push({ ...one, id: this.waiting.length + 1 });
    this.known = known;
  }

  /** @param {number} most */
  async oldest(most) {
    return this.waiting.slice(0, most);
  }

  /** @param {number} id */
  async dequeue(id) {
    this.waiting = this.waiting.filter((one) => one.id > id);
  }

  async count() {
    return this.waiting.length;
  }
}

/** @param {string} text base64url */
function octets(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (one) => one.charCodeAt(0));
}

/**
 * What the server reads in a sealed scan.
 * @param {Uint8Array} letter
 * @param {string} nonce
 * @param {CryptoKeyPair} recipientKey
 */
async function opened(letter, nonce, recipientKey) {
  const recipient = await suite.createRecipientContext({
    recipientKey,
    enc: Uint8Array.from(letter.subarray(0, 32)).buffer,
    info: new TextEncoder().encode(`checkin scan ${nonce}`),
  });
  const content = await recipient.open(Uint8Array.from(letter.subarray(32)));
  return new TextDecoder().decode(content);
}

/** @param {Disk} disk */
function screen(disk) {
  return new Alone(disk, () => NOW);
}

test("what waits is told in order, in batches, and forgotten once the server has it", async () => {
  const disk = new Disk(Array(BATCH * 2 + 50).fill(0));
  /** @type {string[][]} */
  const told = [];

  await flush(disk, async (scans) => told.push(scans.map(({ nonce }) => nonce)) > 0, NOW);

  assert.deepEqual(told.map(({ length }) => length), [BATCH, BATCH, 50]);
  assert.deepEqual(
    told.flat(),
    [...Array(BATCH * 2 + 50).keys()].map((number) => `n${number}`),
  );
  assert.equal(disk.waiting.length, 0);
});

test("what the server didn't take stays, and nothing behind it is told", async () => {
  const disk = new Disk(Array(BATCH + 1).fill(0));
  let asked = 0;

  await flush(disk, async () => (asked += 1) > 1, NOW);

  assert.deepEqual([asked, disk.waiting.length], [1, BATCH + 1]);
});

test("nothing is kept for longer than a week, told or not", async () => {
  const old = Array(BATCH + 3).fill(KEPT_FOR + 1);
  const alone = screen(new Disk([...old, KEPT_FOR, 0]));
  await alone.wake();

  await alone.dropOld();

  assert.equal(alone.waiting, 2);
});

test("what is dropped is never told", async () => {
  const disk = new Disk([KEPT_FOR + 1, KEPT_FOR + 1, 5]);
  /** @type {string[]} */
  const told = [];

  await flush(disk, async (scans) => told.push(...scans.map(({ nonce }) => nonce)) > 0, NOW);

  assert.deepEqual(told, ["n2"]);
  await dropOld(disk, NOW);
  assert.equal(disk.waiting.length, 0);
});

test("only the server opens a sealed scan, and only as the scan it was", async () => {
  const keys = await suite.kem.generateKeyPair();
  const letterbox = new Uint8Array(await suite.kem.serializePublicKey(keys.publicKey));
  const told = {
    token: SCAN.token,
    nonce: SCAN.nonce,
    taken_at: SCAN.takenAt,
    direction: SCAN.direction,
    answered: { admit: true, say: "welcome" },
    snapshot: SCAN.takenAt,
    kiosk: KIOSK,
  };

  const letter = octets(await sealed(told, letterbox));

  assert.deepEqual(JSON.parse(await opened(letter, SCAN.nonce, keys)), told);
  await assert.rejects(opened(letter, "another", keys));
  await assert.rejects(opened(letter, SCAN.nonce, await suite.kem.generateKeyPair()));
  assert.equal(new TextDecoder("latin1").decode(letter).includes(SCAN.token), false);
});

test("without room a scan isn't kept, isn't counted, and the screen knows", async () => {
  const keys = await suite.kem.generateKeyPair();
  const disk = new Disk();
  const alone = screen(disk);
  alone.rules = /** @type {any} */ ({
    letterbox: new Uint8Array(await suite.kem.serializePublicKey(keys.publicKey)),
  });
  const answer = { admit: true, say: "welcome" };
  assert.equal(await alone.keep(SCAN, answer), true);
  disk.isFull = true;

  assert.equal(await alone.keep(SCAN, answer), false);

  assert.deepEqual([alone.full, alone.waiting, alone.known.queuedEver], [true, 1, 1]);
  disk.isFull = false;
  assert.equal(await alone.keep(SCAN, answer), true);
  assert.deepEqual([alone.full, alone.waiting, alone.known.queuedEver], [false, 2, 2]);
  assert.deepEqual([disk.waiting.length, disk.known?.queuedEver], [2, 2]);
});

test("a scan says which kiosk answered it, wherever this screen stands when it tells", async () => {
  const keys = await suite.kem.generateKeyPair();
  const disk = new Disk();
  const alone = screen(disk);
  alone.rules = /** @type {any} */ ({
    kiosk: KIOSK,
    letterbox: new Uint8Array(await suite.kem.serializePublicKey(keys.publicKey)),
  });
  await alone.keep(SCAN, { admit: true, say: "welcome" });

  await alone.moved();

  assert.deepEqual([alone.waiting, alone.dataOf(), disk.known?.snapshot], [1, null, null]);
  assert.deepEqual([disk.known?.place, disk.known?.etag, disk.known?.queuedEver], [null, "", 1]);
  const letter = octets(disk.waiting[0]?.sealed ?? "");
  assert.equal(JSON.parse(await opened(letter, SCAN.nonce, keys)).kiosk, KIOSK);
});
