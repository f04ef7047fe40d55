/**
 * Checks a badge with what came with the page: its keys, its time and the status lists that it
 * fetches once. From then on nothing leaves the page, and it needs no network.
 */

import { inspect, read } from "../kiosk/badge.js";
import { Camera } from "../kiosk/camera.js";
import { KeptDecoder } from "../kiosk/decode.js";
import { KeySet } from "../kiosk/keyset.js";
import { part } from "../kiosk/part.js";
import * as statuslist from "../kiosk/statuslist.js";
import { facts, shapeOf } from "./telling.js";

/**
 * @typedef {object} Boot
 * @property {string} language
 * @property {import("./telling.js").Words & Record<string, string>} words
 * @property {object} jwks
 * @property {Record<string, string>} lists where to fetch the list of each name
 * @property {number} now the server's time, in seconds
 */

/** @type {Boot} */
const boot = JSON.parse(part("boot").textContent ?? "{}");
const ahead = boot.now - Date.now() / 1_000; // of this device's clock
const moments = new Intl.DateTimeFormat(boot.language === "en" ? "en-GB" : boot.language, {
  dateStyle: "long",
  timeStyle: "short",
});

const field = /** @type {HTMLTextAreaElement} */ (part("text"));
const preview = /** @type {HTMLVideoElement} */ (part("preview"));
const film = part("film");

const decoder = new KeptDecoder();
const camera = new Camera(
  preview,
  {
    saw: (sight) => (sight.kind === "text" ? seen(sight.text) : problem(boot.words["several"])),
    health: () => undefined,
    ended: () => {
      problem(boot.words["no_camera"]);
      filming(false);
    },
    view: (picture) => preview.classList.toggle("is-mirrored", picture?.mirrored === true),
  },
  decoder,
);

function now() {
  return Date.now() / 1_000 + ahead;
}

/** The lists that could be fetched and are genuine. @param {KeySet} keys */
async function lists(keys) {
  /** @type {import("../kiosk/statuslist.js").Held[]} */
  const held = [];
  await Promise.all(
    Object.entries(boot.lists).map(async ([uri, address]) => {
      const response = await fetch(address).catch(() => null);
      const content = response?.ok ? new Uint8Array(await response.arrayBuffer()) : null;
      const statuses = content === null ? null : await statuslist.read(content, keys);
      if (statuses?.uri === uri) {
        held.push({ statuses, confirmedAt: now() });
      }
    }),
  );
  return new statuslist.Lists(held);
}

/** @param {string} text */
function seen(text) {
  camera.stop();
  filming(false);
  field.value = text;
  void check();
}

async function check() {
  problem("");
  const text = field.value.replace(/^[\s]+|[\r\n]+$/g, ""); // what pasting brings along
  const [keys, statuses] = await held;
  const reader = { keys, accepts: null, now: now(), statuses };
  const memory = { seen: boot.now, fetched: boot.now };
  const { code } = await read(text, { ...reader, memory });
  const badge = inspect(text);
  part("verdict").dataset["kind"] = shapeOf(code);
  part("verdict-text").textContent = boot.words.codes[code] ?? code;
  part("claims").hidden = badge === null;
  part("unproved").hidden = code === "ok";
  if (badge !== null) {
    const known = {
      now: now(),
      text,
      ours: keys.key(badge.kid) !== undefined,
      status: badge.status === null ? null : statuses.fault(badge.status, now()),
      moment: (/** @type {number} */ seconds) => moments.format(seconds * 1_000),
    };
    tell(facts(badge, known, boot.words));
  }
  part("result").hidden = false;
}

/** @param {[string, string][]} pairs */
function tell(pairs) {
  const list = part("facts");
  list.replaceChildren(
    ...pairs.flatMap(([label, text]) => {
      const [term, said] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = label;
      said.textContent = text;
      return [term, said];
    }),
  );
}

/** @param {string | undefined} words */
function problem(words) {
  part("problem").textContent = words ?? "";
  part("problem").hidden = !words;
}

/** @param {boolean} on */
function filming(on) {
  part("camera").hidden = !on;
  film.textContent = (on ? boot.words["stop"] : boot.words["film"]) ?? "";
  film.setAttribute("aria-pressed", String(on));
}

film.addEventListener("click", () => {
  const on = part("camera").hidden !== false;
  problem("");
  filming(on);
  if (on) {
    void camera.start();
  } else {
    camera.stop();
  }
});
part("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void check();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !part("camera").hidden) {
    camera.stop();
    filming(false);
  }
});

const held = KeySet.fromJwks(boot.jwks).then(
  async (keys) => /** @type {const} */ ([keys, await lists(keys)]),
);

if (globalThis.crypto?.subtle === undefined) {
  part("cannot").hidden = false;
} else {
  part("form").hidden = false;
  film.hidden = navigator.mediaDevices === undefined;
  void held.then(async () => {
    if (!film.hidden) {
      await decoder.start().catch(() => undefined);
    }
    document.documentElement.dataset["ready"] = "yes"; // from here on it needs no network
  });
}
