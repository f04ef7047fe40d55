import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { KeySet } from "../../checkin/web/static/kiosk/keyset.js";
import { canonical, check } from "../../checkin/web/static/verify/receipt.js";

const VECTORS = JSON.parse(
  readFileSync(new URL("../vectors/receipt.json", import.meta.url), "utf8"),
);
/** @type {string} */
const TEXT = VECTORS.receipt;
const keys = await KeySet.fromJwks(VECTORS.jwks);

/** @param {Record<string, unknown>} parts */
function changed(parts) {
  return JSON.stringify({ ...JSON.parse(TEXT), ...parts });
}

test("the receipt of the vectors is genuine, and its lines are told", async () => {
  const { code, lines } = await check(TEXT, keys);

  assert.equal(code, "ok");
  assert.equal(lines.length, 10);
});

test("bytes are written as the server writes them", () => {
  assert.equal(canonical({ b: [1, true, null], a: 'é"\u001f' }), '{"a":"é\\"\\u001f","b":[1,true,null]}');
  assert.throws(() => canonical({ a: 1.5 }), TypeError);
});

test("another character anywhere is noticed", async () => {
  for (let place = 0; place < TEXT.length; place += 41) {
    const other = TEXT[place] === "x" ? "y" : "x";
    const { code } = await check(TEXT.slice(0, place) + other + TEXT.slice(place + 1), keys);

    assert.notEqual(code, "ok");
  }
});

for (const [parts, code] of /** @type {const} */ ([
  [{ issued_at: "2020-01-01T00:00:00Z" }, "wrong_time"],
  [{ issued_at: "yesterday" }, "unreadable"],
  [{ authority: "nobody" }, "bad_signature"],
  [{ signature: null }, "unreadable"],
])) {
  test(`${JSON.stringify(parts)} makes it ${code}`, async () => {
    assert.equal((await check(changed(parts), keys)).code, code);
  });
}

test("only a key that signs receipts and isn't revoked proves one", async () => {
  const [jwk] = VECTORS.jwks.keys;
  const of_badges = await KeySet.fromJwks({ keys: [{ ...jwk, purpose: "badge" }] });
  const revoked = await KeySet.fromJwks({ keys: [{ ...jwk, revoked: true }] });

  assert.equal((await check(TEXT, of_badges)).code, "unknown_key");
  assert.equal((await check(TEXT, revoked)).code, "revoked_key");
  assert.equal((await check(TEXT, new KeySet([]))).code, "unknown_key");
});

test("what is no receipt is unreadable", async () => {
  for (const text of ["", "[]", "{}", "null"]) {
    assert.equal((await check(text, keys)).code, "unreadable");
  }
});
