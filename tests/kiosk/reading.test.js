import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import * as base45 from "../../checkin/web/static/kiosk/base45.js";
import { inspect, read } from "../../checkin/web/static/kiosk/badge.js";
import * as cose from "../../checkin/web/static/kiosk/cose.js";
import { fromBase64url } from "../../checkin/web/static/kiosk/bytes.js";
import { KeySet, verifies } from "../../checkin/web/static/kiosk/keyset.js";
import { Lists, StatusArray, unpacked } from "../../checkin/web/static/kiosk/statuslist.js";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors/badge.json", import.meta.url), "utf8"));
const text = new TextEncoder();

/** @param {string} name @returns {{ text: string, at: number }} */
function vector(name) {
  return VECTORS.cases.find((/** @type {{ name: string }} */ one) => one.name === name);
}

/** @param {string} hex */
function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

// --- base45 (RFC 9285, 4.3 and 4.4) -------------------------------------------------------------

for (const [plain, encoded] of /** @type {const} */ ([
  ["", ""],
  ["AB", "BB8"],
  ["Hello!!", "%69 VD92EX0"],
  ["base-45", "UJCLQE7W581"],
  ["ietf!", "QED8WEX0"],
])) {
  test(`base45 of ${plain}`, () => {
    assert.equal(base45.encode(text.encode(plain)), encoded);
    assert.deepEqual(base45.decode(encoded), text.encode(plain));
  });
}

for (const wrong of ["A", "BB8A", "GGW", ":::", "V5", "bb8", "BB8\n", "BBÄ", "BB_", "A\ud800A"]) {
  test(`${JSON.stringify(wrong)} is base45 of nothing`, () => {
    assert.throws(() => base45.decode(wrong), RangeError);
  });
}

test("a part of a buffer is encoded without what lies around it", () => {
  const whole = text.encode("xxABxx");

  assert.equal(base45.encode(whole.subarray(2, 4)), "BB8");
});

// --- CBOR ---------------------------------------------------------------------------------------

for (const [name, hex] of Object.entries({
  "an integer longer than needed": "1800",
  "a length longer than needed": "580100",
  "an indefinite length": "9f01ff",
  "keys in another order": "a202000100",
  "a key twice": "a201000100",
  "a byte left over": "0000",
  "a float": "f93e00",
  "a float that is whole": "f93c00",
  "a float beyond all integers": "fb7e37e43c8800759c",
  "a float for a key": "a1f93e0000",
  "not a number": "f97e00",
  undefined: "f7",
  "a simple value": "e5",
  "a date": "c100",
  "a text that isn't UTF-8": "62c328",
  "a byte order mark before a text": "65efbbbf6871",
  "nesting without end": "81".repeat(60_000),
  nothing: "",
})) {
  test(`${name} isn't read`, () => {
    assert.throws(() => cose.decode(bytes(hex)), cose.MalformedError);
  });
}

test("what is left to others may come in any order, but only once and whole", () => {
  assert.ok(cose.decodeLoosely(bytes("a20200180100")) instanceof Map);
  for (const hex of ["a201000100", "9f01ff", "0000", "c100"]) {
    assert.throws(() => cose.decodeLoosely(bytes(hex)), cose.MalformedError);
  }
});

// --- keys ---------------------------------------------------------------------------------------

test("a set of keys with two of one identifier is none", async () => {
  const twice = { keys: [VECTORS.jwks.keys[0], VECTORS.jwks.keys[0]] };

  await assert.rejects(KeySet.fromJwks(twice), /one identifier/);
});

for (const [name, change] of Object.entries({
  "another identifier": { kid: "AAAAAAAAAAA" },
  "another point": { x: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
  "another kind": { kty: "EC" },
  "another curve": { crv: "X25519" },
  "no word on whether it is revoked": { revoked: "no" },
  "an unknown purpose": { purpose: "everything" },
  "no beginning": { nbf: null },
})) {
  test(`a key with ${name} spoils its set`, async () => {
    const keys = [{ ...VECTORS.jwks.keys[0], ...change }];

    await assert.rejects(KeySet.fromJwks({ keys }), RangeError);
  });
}

test("keys of kinds unknown here are left out", async () => {
  const keys = await KeySet.fromJwks({ keys: [{ alg: "RS256" }, { alg: "toString" }] });

  assert.equal(keys.keys.size, 0);
});

test("a browser without Ed25519 checks signatures all the same", async () => {
  const [jwk] = VECTORS.jwks.keys;
  const { signed, signature } = parts(vector("a printed badge").text);
  const own = crypto.subtle.generateKey;
  Object.assign(crypto.subtle, { generateKey: () => Promise.reject(new DOMException("no")) });
  try {
    // A module of its own, since a browser is asked only once
    const address = new URL("../../checkin/web/static/kiosk/keyset.js?asked-again", import.meta.url);
    const fresh = await import(address.href);
    const key = { alg: cose.ED25519, publicKey: fromBase64url(jwk.x) };

    assert.equal(await fresh.verifies(key, signed, signature), true);
    assert.equal(await fresh.verifies(key, signed.with(5, 0), signature), false);
    assert.equal(await fresh.verifies(key, signed, signature.slice(1)), false);
  } finally {
    Object.assign(crypto.subtle, { generateKey: own });
  }
});

test("a signature by no algorithm is none", async () => {
  const key = { alg: -7, publicKey: new Uint8Array(64) };

  assert.equal(await verifies(key, new Uint8Array(1), new Uint8Array(64)), false);
});

/** @param {string} badge */
function parts(badge) {
  return cose.openSign1(cose.decode(base45.decode(badge.slice(4))));
}

// --- reading ------------------------------------------------------------------------------------

test("what a good badge says comes with the answer", async () => {
  const keys = await KeySet.fromJwks(VECTORS.jwks);
  const { text: shown, at } = vector("a live badge, P-256");

  const { badge } = await read(shown, { keys, accepts: null, now: at + 0.9 });

  assert.equal(badge?.kind, "live");
  assert.equal(badge?.aud, "hq");
  assert.equal(badge?.provedAt, at - 2);
  assert.equal(badge?.holderKey?.publicKey.length, 64);
  assert.deepEqual(badge?.status, { uri: "https://b.example.org/s/1", index: 815 });
});

test("part of a second counts for nothing", async () => {
  const keys = await KeySet.fromJwks(VECTORS.jwks);
  const { text: shown, at } = vector("proved 20 s ago, Ed25519");

  assert.equal((await read(shown, { keys, accepts: null, now: at + 0.999 })).code, "ok");
  assert.equal((await read(shown, { keys, accepts: null, now: at + 1 })).code, "proof_stale");
});

test("what a text says can be seen without a key", () => {
  const seen = inspect(vector("a printed badge by a stranger's key").text);

  assert.equal(seen?.kind, "printed");
  assert.equal(inspect(vector("a proof that says it is 293").text), null);
  assert.equal(inspect(vector("a day pass that was signed blindly").text), null);
  assert.equal(inspect("CI2:"), null);
});

test("1,200 characters are counted as people count them", async () => {
  const keys = new KeySet([]);
  const reader = { keys, accepts: null, now: 0 };

  assert.equal((await read("😀".repeat(1_200), reader)).code, "not_a_badge");
  assert.equal((await read("😀".repeat(1_201), reader)).code, "too_long");
});

// --- lists --------------------------------------------------------------------------------------

const FOUR = new StatusArray(2, bytes("40")); // the last of them revoked
const REVOKED_AT_3 = { uri: "u", issuedAt: 0, expiresAt: 100, array: FOUR };

test("a list says of each place what it is", () => {
  const lists = new Lists([{ statuses: REVOKED_AT_3, confirmedAt: 0 }]);

  assert.equal(lists.fault({ uri: "u", index: 2 }, 1), null);
  assert.equal(lists.fault({ uri: "u", index: 3 }, 1), "revoked");
  assert.equal(lists.fault({ uri: "u", index: 4 }, 1), "status_unknown");
  assert.equal(lists.fault({ uri: "v", index: 2 }, 1), "status_unknown");
  assert.equal(lists.fault({ uri: "u", index: 2 }, 100), "status_stale");
});

test("a list that nobody confirmed for long is old, whatever it says itself", () => {
  const lists = new Lists([{ statuses: REVOKED_AT_3, confirmedAt: 10 }], 20);

  assert.equal(lists.fault({ uri: "u", index: 2 }, 30), null);
  assert.equal(lists.fault({ uri: "u", index: 3 }, 31), "status_stale");
});

for (const [bits, hex, published] of /** @type {const} */ ([
  // draft-ietf-oauth-status-list-20, 4.1: the lists of the examples, packed and as they are
  [1, "78dadbb918000217015d", "b9a3"],
  [2, "78da3be9f2130003df0207", "c944f9"],
])) {
  test(`the draft's list of ${bits} bits`, async () => {
    const list = await unpacked(packed(bits, hex));

    assert.deepEqual(list.content, bytes(published));
  });
}

for (const [name, hex] of Object.entries({
  "cut off": "78dadbb91800",
  "followed by something": "78dadbb918000217015d00",
  "not packed": "b9a3",
})) {
  test(`a list that is ${name} is none`, async () => {
    await assert.rejects(unpacked(packed(1, hex)));
  });
}

/**
 * A list as the map that stands in tokens.
 * @param {number} bits
 * @param {string} hex
 */
function packed(bits, hex) {
  return new Map(Object.entries({ bits, lst: bytes(hex) }));
}
