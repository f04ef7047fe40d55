/** The page that checks a receipt with the keys that came with it. Nothing leaves the page. */

import { KeySet } from "../kiosk/keyset.js";
import { check } from "./receipt.js";

/** @type {{ words: { codes: Record<string, string> }, jwks: object }} */
const boot = JSON.parse(element("boot").textContent ?? "{}");
const field = /** @type {HTMLTextAreaElement} */ (element("text"));

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`the page has no ${id}`);
  }
  return found;
}

/** @param {KeySet} keys */
async function show(keys) {
  const { code, lines } = await check(field.value.trim(), keys);
  element("verdict").dataset["kind"] = code === "ok" ? "admit" : "desk";
  element("verdict-text").textContent = boot.words.codes[code] ?? code;
  element("lines").replaceChildren(
    ...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
  element("says").hidden = lines.length === 0;
  element("result").hidden = false;
}

if (globalThis.crypto?.subtle === undefined) {
  element("cannot").hidden = false;
} else {
  const keys = await KeySet.fromJwks(boot.jwks);
  element("form").addEventListener("submit", (event) => {
    event.preventDefault();
    void show(keys);
  });
  element("form").hidden = false;
  document.documentElement.dataset["ready"] = "yes"; // from here on it needs no network
}
