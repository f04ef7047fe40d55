/**
 * Tells a scanner that types from a person who types, by the time between two keys, wherever the
 * focus is. The rules are pure functions over a burst of keys; `listen` ties them to a window.
 * Nothing that a scanner types reaches a field, a button or a shortcut.
 */

import { byPlace, kindOf } from "./keys.js";

/** @typedef {import("./keys.js").Press} Press */

/**
 * @typedef {object} Burst Keys that came quickly one after another.
 * @property {string} scanned what a scanner would have meant
 * @property {string} typed what a person would have meant
 * @property {number} keys how many, also when the text has been cut off
 * @property {number} last when the last one came, in milliseconds
 */

/**
 * @typedef {object} Heard What a finished burst was.
 * @property {"scan" | "typing"} kind
 * @property {string} text
 * @property {string} typed the same keys as a person's computer reads them
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
 * @property {() => boolean} typing whether somebody is typing a code
 * @property {(text: string) => void} begun it can only be a scan, and began like this
 * @property {(heard: Heard) => void} heard
 */

export const LONGEST = 1200; // characters: longer than any badge
export const FEWEST = 6; // keys: fewer are a person's
const PREFIX = "CI1:";

// Milliseconds to the next key. Scanners need 5 to 50, a busy machine now and then much more.
const QUICK = 60; // faster than a person who types a code
const SCANNING = 150; // beside such a person, once it can only be a scanner
const ALONE = 250; // when nobody types
const BADGE = 500; // once it has begun as a badge

/** @type {Readonly<Burst>} */
export const SILENCE = Object.freeze({ scanned: "", typed: "", keys: 0, last: 0 });

/**
 * How long to wait for the next key of this burst, in milliseconds.
 * @param {Burst} burst
 * @param {boolean} typing whether somebody is typing a code, and wants to see it
 */
export function patience(burst, typing) {
  const mayBecomeBadge = PREFIX.startsWith(burst.scanned);
  if (burst.scanned.startsWith(PREFIX) || (mayBecomeBadge && !typing)) {
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
 * @param {boolean} typing
 * @returns {Step}
 */
export function strike(burst, press, at, typing) {
  const kind = kindOf(press);
  if (kind === "modifier") {
    return { burst, heard: [], swallow: false };
  }
  const late = burst.keys > 0 && (at - burst.last > patience(burst, typing) || at < burst.last);
  const heard = late ? settle(burst).heard : [];
  const current = late ? SILENCE : burst;
  switch (kind) {
    case "character":
      return character(current, press, at, heard);
    case "end":
      return end(current, heard);
    case "control":
      return { burst: stay(current, at), heard, swallow: true };
    case "harmless":
    case "editing":
      return isScan(current)
        ? { burst: stay(current, at), heard, swallow: true }
        : { burst: SILENCE, heard: [...heard, ...settle(current).heard], swallow: false };
  }
}

/**
 * No key came for longer than `patience`: what was that?
 * @param {Burst} burst
 * @returns {{ burst: Burst, heard: Heard[] }}
 */
export function settle(burst) {
  if (burst.keys === 0) {
    return { burst: SILENCE, heard: [] };
  }
  const kind = isScan(burst) ? "scan" : "typing";
  const text = kind === "scan" ? burst.scanned : burst.typed;
  return { burst: SILENCE, heard: [{ kind, text, typed: burst.typed }] };
}

/**
 * @param {Burst} burst
 * @param {Press} press
 * @param {number} at
 * @param {Heard[]} heard
 * @returns {Step}
 */
function character(burst, press, at, heard) {
  if (burst.keys === 0 && press.code === "Space") {
    return { burst, heard, swallow: false }; // no badge begins with one, and it presses buttons
  }
  const full = burst.scanned.length > LONGEST; // one too many is kept: it can't be a badge any more
  const meant = byPlace(press) ?? press.key;
  const grown = {
    scanned: full ? burst.scanned : burst.scanned + meant,
    typed: full ? burst.typed : burst.typed + (press.key.length === 1 ? press.key : meant),
    keys: burst.keys + 1,
    last: at,
  };
  return { burst: grown, heard, swallow: true };
}

/**
 * @param {Burst} burst
 * @param {Heard[]} heard
 * @returns {Step}
 */
function end(burst, heard) {
  return {
    burst: SILENCE,
    heard: [...heard, ...settle(burst).heard],
    swallow: isScan(burst),
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
    const step = settle(burst);
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
      const step = strike(burst, event, event.timeStamp, ears.typing());
      if (step.swallow) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      burst = step.burst;
      target.clearTimeout(timer);
      if (burst.keys > 0) {
        timer = target.setTimeout(pause, patience(burst, ears.typing()));
      }
      tell(step.heard);
      if (isScan(burst) && !isScan(before)) {
        ears.begun(burst.scanned);
      }
    },
    { capture: true },
  );
}
