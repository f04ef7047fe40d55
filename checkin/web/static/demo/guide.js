/** The guided first five minutes: opens pages, holds badges up, and notices what got done. */

import { part } from "../kiosk/part.js";
import { type } from "./scanner.js";
import { completed, next } from "./steps.js";

/** @typedef {import("./steps.js").Sign} Sign */
/** @typedef {import("./steps.js").Step} Step */

const LOOK = 500; // milliseconds between two looks at the opened page
const ASK = 2_000; // milliseconds between two questions to the server
const KEPT = "guide"; // what a reload must not lose

const frame = /** @type {HTMLIFrameElement} */ (part("kiosk-frame"));
const kioskChoice = /** @type {HTMLSelectElement} */ (part("kiosk-choice"));
const heldChoice = /** @type {HTMLSelectElement} */ (part("held-choice"));
const mine = /** @type {HTMLOptionElement} */ (part("held-mine"));
const page = /** @type {HTMLElement} */ (document.querySelector(".guide"));
const panels = [...document.querySelectorAll("details.step")].filter(
  (found) => found instanceof HTMLDetailsElement,
);
const steps = panels.map((panel) => /** @type {Step} */ (/** @type {unknown} */ ({ ...panel.dataset })));

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '{"done": [], "mine": ""}');
/** @type {Set<string>} */
const done = new Set(kept.done);
/** @type {Window | null} */
let opened = null;
let held = "";

/** @param {Sign} sign */
function saw(sign) {
  const step = completed(steps, done, sign);
  if (step !== null) {
    finish(step);
  }
}

/** @param {string} step */
function finish(step) {
  done.add(step);
  keep();
  const title = part(`step-${step}`).querySelector(".step-title")?.textContent ?? "";
  part("announcement").textContent = `${page.dataset["announceDone"]} ${title}`;
  show();
}

function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify({ done: [...done], mine: mine.dataset["text"] }));
}

/** Open the step that comes next, and mark those that are done. */
function show() {
  const coming = next(steps, done);
  for (const panel of panels) {
    const name = panel.dataset["step"] ?? "";
    panel.open = name === coming;
    const mark = panel.querySelector(".step-done");
    mark?.toggleAttribute("hidden", !done.has(name));
  }
  part("all-done").hidden = coming !== null;
}

// --- holding something up ------------------------------------------------------------------------

/** Make the frame the kiosk that was chosen. */
function pair() {
  const chosen = new URL(kioskChoice.value, location.href);
  const kiosk = frame.contentWindow;
  if (kiosk !== null && kiosk.location.pathname === chosen.pathname) {
    kiosk.location.hash = chosen.hash;
  } else {
    frame.src = chosen.href;
  }
}

/** @param {string} name */
function holdUp(name) {
  heldChoice.value = name;
  const text = heldChoice.selectedOptions[0]?.dataset["text"] ?? "";
  const kiosk = /** @type {(Window & typeof globalThis) | null} */ (frame.contentWindow);
  if (kiosk === null || text === "") {
    return;
  }
  held = name;
  frame.scrollIntoView({ block: "nearest" });
  type(kiosk, text);
}

/** The kiosk's answer fills its screen: read it there, as a person would. */
function watchAnswers() {
  const answer = frame.contentDocument?.getElementById("answer");
  if (answer === null || answer === undefined) {
    return;
  }
  new MutationObserver(() => {
    const kind = answer.dataset["kind"];
    if (!answer.hidden && kind !== undefined && held !== "") {
      saw({ kind: "answer", answer: kind, held });
      held = "";
    }
  }).observe(answer, { attributes: true, attributeFilter: ["hidden", "data-kind"] });
}

// --- what happens elsewhere ----------------------------------------------------------------------

/** Where the page in the other tab has got to. */
function lookAtOpened() {
  try {
    if (opened !== null && !opened.closed && opened.document.readyState === "complete") {
      saw({ kind: "path", path: opened.location.pathname });
    }
  } catch {
    opened = null; // it went to another site
  }
}

/** What only the server knows: own badge, mailed codes, one-time codes. */
async function ask() {
  const address = page.dataset["state"] ?? "";
  const answer = await fetch(address).catch(() => null);
  if (answer === null || !answer.ok) {
    return;
  }
  const { badge, mailed, codes } = await answer.json();
  noticeBadge(badge);
  for (const place of document.querySelectorAll("[data-mailed]")) {
    place.toggleAttribute("hidden", mailed === null);
    write(place.querySelector("[data-mailed-to]"), mailed?.address ?? "");
    write(place.querySelector("[data-mailed-code]"), mailed?.code ?? "");
  }
  for (const place of document.querySelectorAll("[data-code-of]")) {
    write(place, codes[place.getAttribute("data-code-of") ?? ""] ?? "");
  }
}

/** @param {string | null} text */
function noticeBadge(text) {
  if (text !== null) {
    remember(text);
    saw({ kind: "event", event: "joined" });
  }
}

/** @param {string} text */
function remember(text) {
  mine.dataset["text"] = text;
  mine.hidden = false;
  mine.disabled = false;
  keep();
}

/**
 * @param {Element | null} place
 * @param {string} text
 */
function write(place, text) {
  if (place !== null && place.textContent !== text) {
    place.textContent = text;
  }
}

// --- hands ---------------------------------------------------------------------------------------

for (const button of document.querySelectorAll("button[hidden]")) {
  button.removeAttribute("hidden");
}
for (const link of document.querySelectorAll("a[data-open]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    opened = window.open(link.getAttribute("href") ?? "", "guided");
  });
}
for (const button of document.querySelectorAll("button[data-hold]")) {
  button.addEventListener("click", () => {
    const name = button.getAttribute("data-hold") ?? "";
    const missing = name === "mine" && mine.disabled;
    const problem = button.closest(".step-body")?.querySelector("[data-problem]");
    problem?.toggleAttribute("hidden", !missing);
    write(problem ?? null, missing ? (page.dataset["joinFirst"] ?? "") : "");
    if (!missing) {
      holdUp(name);
    }
  });
}
for (const button of document.querySelectorAll("button[data-skip]")) {
  button.addEventListener("click", () => {
    const step = button.closest("details")?.dataset["step"];
    if (step !== undefined) {
      finish(step);
    }
  });
}
part("hold-up").addEventListener("click", () => holdUp(heldChoice.value));
kioskChoice.addEventListener("change", pair);
frame.addEventListener("load", watchAnswers);
watchAnswers();
if (kept.mine) {
  remember(kept.mine);
}
heldChoice.value = "day-pass";
show();
setInterval(lookAtOpened, LOOK);
setInterval(() => document.hidden || void ask(), ASK);
void ask();
