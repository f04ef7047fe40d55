/** The page that checks a receipt with the keys that came with it. Nothing leaves the page. */

import { KeySet } from "../kiosk/keyset.js";
import { part } from "../kiosk/part.js";
import { check } from "./receipt.js";

/** @type {{ words: { codes: Record<string, string> }, jwks: object }} */
const boot = JSON.parse(part("boot").textContent ?? "{}");
const field = /** @type {HTMLTextAreaElement} */ (part("text"));

/** No receipt is as long; it is what the command reads, too. */
const MOST_BYTES = 256 * 1024;

/** @param {KeySet} keys */
async function show(keys) {
  const { code, lines } = await check(field.value.trim(), keys);
  part("verdict").dataset["kind"] = code === "ok" ? "admit" : "desk";
  part("verdict-text").textContent = boot.words.codes[code] ?? code;
  const proved = code === "ok" ? lines : []; // what anybody could have written isn't read out
  part("lines").replaceChildren(
    ...proved.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }),
  );
  part("says").hidden = proved.length === 0;
  part("result").hidden = false;
}

/** Read a file that was dropped: here, and nowhere else.
 * @param {File} file
 * @param {KeySet} keys
 */
async function read(file, keys) {
  field.value = await file.slice(0, MOST_BYTES).text();
  await show(keys);
}

if (globalThis.crypto?.subtle === undefined) {
  part("cannot").hidden = false;
} else {
  const keys = await KeySet.fromJwks(boot.jwks);
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    void show(keys);
  });
  field.addEventListener("dragover", (event) => event.preventDefault());
  field.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) {
      event.preventDefault(); // a browser would open it in place of the page
      void read(file, keys);
    }
  });
  part("form").hidden = false;
  document.documentElement.dataset["ready"] = "yes"; // from here on it needs no network
}
