import { readFileSync } from "node:fs";
import { test } from "node:test";
import assert from "node:assert/strict";
import { inspect } from "../../checkin/web/static/kiosk/badge.js";
import { facts, filled, shapeOf } from "../../checkin/web/static/verify/telling.js";

const VECTORS = JSON.parse(readFileSync(new URL("../vectors/badge.json", import.meta.url), "utf8"));

const labels = ["kind", "aud", "issued", "from", "until", "number", "key", "list", "phone", "proof"];
const WORDS = {
  labels: Object.fromEntries([...labels, "size"].map((name) => [name, name])),
  kinds: { printed: "printed", live: "live", day: "day" },
  list: { good: "good {place} {address}", revoked: "off {place}", unknown: "unknown {place}" },
  codes: {},
  number: "{number}",
  number_day: "nobody {number}",
  known_key: "ours",
  unknown_key: "not ours",
  phone: "{kind}",
  proof: "{seconds} ago",
  proof_ahead: "{seconds} ahead",
  size: "{characters}",
};

/**
 * What is told of the vector of this name.
 * @param {string} name
 * @param {object} changes of what is known beside it
 */
function told(name, changes = {}) {
  const all = /** @type {{ name: string, text: string, at: number }[]} */ (VECTORS.cases);
  const { text, at } = all.find((one) => one.name === name) ?? { text: "", at: 0 };
  const badge = inspect(text);
  assert.ok(badge !== null);
  const known = { now: at, text, ours: true, status: null, moment: String, ...changes };
  return Object.fromEntries(facts(badge, known, WORDS));
}

test("a printed badge says seven things, and where it is listed", () => {
  assert.deepEqual(told("a printed badge"), {
    kind: "printed",
    aud: "hq",
    issued: "1792756800",
    until: "1800532800",
    number: "a792690ae4667a7bffc95c1d4b2247e8",
    key: "ours",
    list: "good 4711 https://b.example.org/s/1",
    size: "313",
  });
});

test("a day pass is in no list and leads to nobody", () => {
  const said = told("a day pass printed three weeks ahead, for 26 hours");

  assert.equal(said["list"], undefined);
  assert.ok(said["number"]?.startsWith("nobody "));
  assert.ok(said["from"] !== undefined);
});

test("a live badge names the kind of key and the age of its proof", () => {
  assert.equal(told("a live badge, P-256")["phone"], "P-256");
  assert.equal(told("a live badge, Ed25519")["phone"], "Ed25519");
  assert.equal(told("proved 20 s ago, Ed25519")["proof"], "20 ago");
  assert.equal(told("proved by a clock 10 s ahead, Ed25519")["proof"], "10 ahead");
});

test("what a list says is told, and that it isn't here", () => {
  assert.equal(told("a printed badge", { status: "revoked" })["list"], "off 4711");
  assert.equal(told("a printed badge", { status: "status_stale" })["list"], "unknown 4711");
  assert.equal(told("a printed badge", { ours: false })["key"], "not ours");
});

test("what can't be told has a shape of its own", () => {
  assert.deepEqual(["ok", "expired", "status_unknown", "keys_stale"].map(shapeOf), [
    "admit",
    "desk",
    "blind",
    "blind",
  ]);
});

test("words in braces are filled in", () => {
  assert.equal(filled("{one} and {two}{three}", { one: "1", two: "2" }), "1 and 2");
});
