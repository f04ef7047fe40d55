import { test } from "node:test";
import assert from "node:assert/strict";
import { end, enrol, renew } from "../../checkin/web/static/badge/server.js";
import { decode, openSign1 } from "../../checkin/web/static/kiosk/cose.js";
import { PROOF_TYP } from "../../checkin/web/static/kiosk/token.js";

const CHALLENGE = { nonce: "00".repeat(16), audience: "LINDEN", now: "2026-11-23T12:00:00.000Z" };
const BADGE = {
  token: "CI1:TOKEN",
  expires_at: "2026-11-30T12:00:00.000Z",
  renew_at: "2026-11-24T08:00:00.000Z",
  works_at: ["Headquarters"],
  paused: false,
  now: "2026-11-23T12:00:00.000Z",
};
const NOON = Date.parse(BADGE.now) / 1000;

/** A key as a browser makes one. */
async function madeKey() {
  const pair = /** @type {CryptoKeyPair} */ (
    await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"])
  );
  const open = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { alg: -19, pair, open };
}

/** @param {Uint8Array} content */
function hex(content) {
  return Array.from(content, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
function bytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * Let the server answer so, one request after the other; what it was asked.
 * @param {...[number, unknown]} answers
 */
function server(...answers) {
  /** @type {{ path: string, body: any }[]} */
  const asked = [];
  globalThis.fetch = async (path, options) => {
    asked.push({ path: String(path), body: JSON.parse(String(options?.body)) });
    const [status, told] = answers[asked.length - 1] ?? [500, {}];
    return new Response(JSON.stringify(told), { status });
  };
  return asked;
}

test("a phone shows its key over the challenge and is handed a badge", async () => {
  const key = await madeKey();
  const asked = server([200, CHALLENGE], [201, BADGE]);

  const handed = await enrol(key, "android");

  assert.deepEqual(
    asked.map(({ path }) => path),
    ["/api/v1/devices/challenge", "/api/v1/devices"],
  );
  const { proof, key: told, kind } = asked[1]?.body;
  assert.equal(kind, "android");
  assert.deepEqual(told, { alg: "Ed25519", public: hex(key.open) });
  const { header, payload, signed, signature } = openSign1(decode(bytes(proof)));
  assert.deepEqual(header, new Map([[1, -19], [16, PROOF_TYP]]));
  assert.deepEqual(
    payload,
    new Map(/** @type {[number, unknown][]} */ ([[3, "LINDEN"], [6, NOON], [39, new Uint8Array(16)]])),
  );
  const right = crypto.subtle.verify(
    "Ed25519",
    key.pair.publicKey,
    /** @type {Uint8Array<ArrayBuffer>} */ (signature),
    /** @type {Uint8Array<ArrayBuffer>} */ (signed),
  );
  assert.ok(await right);
  assert.ok("kept" in handed);
  assert.equal(handed.kept.token, BADGE.token);
  assert.equal(handed.kept.expiresAt, NOON + 7 * 86_400);
  assert.ok(Math.abs(handed.kept.ahead - (NOON - Date.now() / 1000)) < 60);
});

/** @type {[string, [number, unknown][], string][]} */
const PROBLEMS = [
  ["nobody signed in", [[200, CHALLENGE], [401, { error: "sign_in" }]], "sign_in"],
  ["a phone that was ended", [[200, CHALLENGE], [410, { error: "ended" }]], "ended"],
  ["somebody else signed in", [[200, CHALLENGE], [409, { error: "another" }]], "another"],
  ["a badge that was switched off", [[200, CHALLENGE], [409, { error: "conflict" }]], "refused"],
  ["too many that ask", [[429, { error: "too_many" }]], "slow"],
  ["a server that fails", [[200, CHALLENGE], [500, "sorry"]], "broken"],
];

for (const [what, answers, problem] of PROBLEMS) {
  test(`${what} is told as ${problem}`, async () => {
    server(...answers);

    assert.deepEqual(await renew(await madeKey()), { problem });
  });
}

test("without a network a phone keeps what it has", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("no network"));

  assert.deepEqual(await renew(await madeKey()), { problem: "network" });
});

test("a phone that is given up tells the server, and doesn't wait for a network", async () => {
  const asked = server([200, CHALLENGE], [200, { ended: true }]);

  await end(await madeKey());

  assert.equal(asked[1]?.path, "/api/v1/devices/end");
  globalThis.fetch = () => Promise.reject(new TypeError("no network"));
  await end(await madeKey());
});
