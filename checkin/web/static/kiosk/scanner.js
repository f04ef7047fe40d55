/**
 * Tells a scanner that types from a person who types, by the time between two keys, wherever the
 * focus is. The rules are pure functions over a burst of keys; `listen` ties them to a window.
 * Nothing that a scanner types reaches a field, a button or a shortcut.
 */

import { PREFIX } from "./badge.js";
import { byPlace, kindOf } from "./keys.js";
import { opening, reading, stroke } from "./readings.js";

/** @typedef {import("./keys.js").Press} Press */
/** @typedef {import("./readings.js").Stroke} Stroke */
/** @typedef {import("./readings.js").Learned} Learned */
/** @typedef {"Enter" | "Tab" | "pause"} Ending */

/**
 * @typedef {object} Burst Keys that came quickly one after another.
 * @property {readonly Stroke[]} strokes what a scanner would have pressed
 * @property {string} typed what a person would have meant
 * @property {number} keys how many, also when the text has been cut off
 * @property {number} last when the last one came, in milliseconds
 * @property {boolean} echoes whether a scan has just ended, and may end once more
 */

/**
 * @typedef {object} Heard What a finished burst was.
 * @property {"scan" | "typing"} kind
 * @property {string} text
 * @property {string} typed the same keys as a person's computer reads them
 * @property {readonly Stroke[]} strokes
 * @property {Ending} ending
 */

/**
 * @typedef {object} Room Who may be typing.
 * @property {boolean} typing whether somebody is typing a code
 * @property {Learned | null} [learned] how this scanner types, if it was learned
 */

/**
 * @typedef {object} Step
 * @property {Burst} burst
 * @property {Heard[]} heard
 * @property {boolean} swallow whether the key must reach nothing else
 */

/**
 * @typedef {object} Ears Who listens.
 * @property {() => boolean} awake whether keys are listened to at all
 * @property {() => Room} room
 * @property {(text: string) => void} begun it can only be a scan, and began like this
 * @property {(heard: Heard) => void} heard
 */

export const LONGEST = 1200; // characters: longer than any badge
export const FEWEST = 6; // keys: fewer are a person's

// Milliseconds to the next key. Scanners need 5 to 50, a busy machine now and then much more.
const QUICK = 60; // faster than a person who types a code
const SCANNING = 150; // beside such a person, once it can only be a scanner
const ALONE = 250; // when nobody types
const BADGE = 500; // once it has begun as a badge
const ECHO = 100; // some scanners press Enter twice, or Tab behind it

/** @type {Readonly<Burst>} */
export const SILENCE = Object.freeze({ strokes: [], typed: "", keys: 0, last: 0, echoes: false });

/**
 * How long to wait for the next key of this burst, in milliseconds.
 * @param {Burst} burst
 * @param {Room} room
 */
export function patience(burst, { typing, learned = null }) {
  const mayBecomeBadge = opening(burst.strokes, learned).length > 0;
  const begun = mayBecomeBadge && burst.keys >= PREFIX.length + (learned?.before ?? 0);
  if (begun || (mayBecomeBadge && !typing)) {
    return BADGE;
  }
  if (!typing) {
    return ALONE;
  }
  return isScan(burst) || mayBecomeBadge ? SCANNING : QUICK;
}

/**
 * Whether these keys can only come from a scanner.
 * @param {Burst} burst
 */
export function isScan(burst) {
  return burst.keys >= FEWEST;
}

/**
 * One more key.
 * @param {Burst} burst
 * @param {Press} press
 * @param {number} at when, in milliseconds
 * @param {Room} room
 * @returns {Step}
 */
export function strike(burst, press, at, room) {
  const kind = kindOf(press);
  if (kind === "modifier") {
    return { burst, heard: [], swallow: false };
  }
  const late = burst.keys > 0 && (at - burst.last > patience(burst, room) || at < burst.last);
  const heard = late ? settle(burst, room).heard : [];
  const current = late ? SILENCE : burst;
  switch (kind) {
    case "character":
      return character(current, press, at, heard);
    case "end":
      return end(current, press, at, heard, room);
    case "control":
      return { burst: stay(current, at), heard, swallow: true };
    case "harmless":
    case "editing":
      return isScan(current)
        ? { burst: stay(current, at), heard, swallow: true }
        : { burst: SILENCE, heard: [...heard, ...settle(current, room).heard], swallow: false };
  }
}

/**
 * No key came for longer than `patience`, or one that ends a text: what was that?
 * @param {Burst} burst
 * @param {Room} room
 * @param {Ending} [ending]
 * @returns {{ burst: Burst, heard: Heard[] }}
 */
export function settle(burst, { learned = null }, ending = "pause") {
  if (burst.keys === 0) {
    return { burst: SILENCE, heard: [] };
  }
  const { strokes, typed } = burst;
  const kind = isScan(burst) ? "scan" : "typing";
  const text = kind === "scan" ? reading(strokes, learned).text : typed;
  return { burst: SILENCE, heard: [{ kind, text, typed, strokes, ending }] };
}

/**
 * @param {Burst} burst
 * @param {Press} press
 * @param {number} at
 * @param {Heard[]} heard
 * @returns {Step}
 */
function character(burst, press, at, heard) {
  if (burst.keys === 0 && (press.code === "Space" || press.key === " ")) {
    return { burst, heard, swallow: false }; // no badge begins with one, and it presses buttons
  }
  const full = burst.strokes.length > LONGEST; // one too many is kept: it can't be a badge any more
  const personal = press.key.length === 1 ? press.key : (byPlace(press) ?? "");
  const grown = {
    strokes: full ? burst.strokes : [...burst.strokes, stroke(press, at)],
    typed: full ? burst.typed : burst.typed + personal,
    keys: burst.keys + 1,
    last: at,
    echoes: false,
  };
  return { burst: grown, heard, swallow: true };
}

/**
 * @param {Burst} burst
 * @param {Press} press
 * @param {number} at
 * @param {Heard[]} heard
 * @param {Room} room
 * @returns {Step}
 */
function end(burst, press, at, heard, room) {
  const scan = isScan(burst);
  const echo = burst.keys === 0 && burst.echoes && at - burst.last <= ECHO;
  const ending = press.key === "Tab" || press.code === "Tab" ? "Tab" : "Enter";
  return {
    burst: scan || echo ? { ...SILENCE, last: at, echoes: true } : SILENCE,
    heard: [...heard, ...settle(burst, room, ending).heard],
    swallow: scan || echo,
  };
}

/**
 * @param {Burst} burst
 * @param {number} at
 */
function stay(burst, at) {
  return burst.keys === 0 ? burst : { ...burst, last: at };
}

/**
 * Hear every key of a window before anything else does, as long as `awake` says so.
 * @param {Window} target
 * @param {Ears} ears
 */
export function listen(target, ears) {
  /** @type {Burst} */
  let burst = SILENCE;
  let timer = 0;

  /** @param {Heard[]} all */
  const tell = (all) => all.forEach((heard) => ears.heard(heard));

  const pause = () => {
    const step = settle(burst, ears.room());
    burst = step.burst;
    tell(step.heard);
  };

  target.addEventListener(
    "keydown",
    (event) => {
      if (!ears.awake()) {
        return;
      }
      const before = burst;
      const room = ears.room();
      const step = strike(burst, pressOf(event), event.timeStamp, room);
      if (step.swallow) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      burst = step.burst;
      target.clearTimeout(timer);
      if (burst.keys > 0) {
        timer = target.setTimeout(pause, patience(burst, room));
      }
      tell(step.heard);
      if (isScan(burst) && !isScan(before)) {
        ears.begun(reading(burst.strokes, room.learned ?? null).text);
      }
    },
    { capture: true },
  );
}

/**
 * @param {KeyboardEvent} event
 * @returns {Press}
 */
function pressOf(event) {
  const { code, key, shiftKey, ctrlKey, altKey, metaKey } = event;
  const altGraph = event.getModifierState("AltGraph");
  return { code, key, shiftKey, ctrlKey, altKey, metaKey, altGraph };
}
