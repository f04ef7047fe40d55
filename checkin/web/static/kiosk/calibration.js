/**
 * Learns how a scanner types: it reads a code whose text is known, and what it presses for each
 * character stands for that character from then on. It's told from any other code by its pattern:
 * the same character is always the same key, twice each, whatever keys they are.
 */

import { PREFIX } from "./badge.js";
import { readAs, signs, withoutAccents } from "./readings.js";

/** @typedef {import("./readings.js").Stroke} Stroke */
/** @typedef {import("./readings.js").Learned} Learned */
/** @typedef {import("./readings.js").Way} Way */

/**
 * Every character of a badge twice. Behind each that some computer takes for an accent stands the
 * same letter. The console prints the same text.
 */
export const CALIBRATION =
  "CI1:Q0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ Q$Q%Q*Q+Q-Q.Q/Q:QZYXWVUTSRQPONMLKJIHGFEDCBA" +
  "9876543210:Q/Q.Q-Q+Q*Q%Q$Q Q";

const MOST_AROUND = 20; // keys before or behind a code that a scanner may add
const KEPT = "scanner"; // in this browser's storage

/**
 * How this scanner types, or null if these keys aren't the calibration code.
 * @param {readonly Stroke[]} strokes
 * @returns {Learned | null}
 */
export function learn(strokes) {
  const pressed = withoutAccents(signs(strokes));
  const around = pressed.length - CALIBRATION.length;
  if (around > MOST_AROUND) {
    return null;
  }
  for (let before = 0; before <= around; before += 1) {
    const characters = charactersOf(pressed.slice(before, before + CALIBRATION.length));
    if (characters !== null) {
      return { characters, before, after: around - before };
    }
  }
  return null;
}

/**
 * Which character each sign stands for; null if one would stand for two, or two for one.
 * @param {string[]} pressed as many as the calibration code has characters
 */
function charactersOf(pressed) {
  /** @type {Map<string, string>} */
  const characters = new Map();
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const [at, sign] of pressed.entries()) {
    const character = CALIBRATION.charAt(at);
    const stands = characters.get(sign) ?? character;
    const pressedBefore = seen.get(character) ?? sign;
    if (stands !== character || pressedBefore !== sign) {
      return null;
    }
    characters.set(sign, character);
    seen.set(character, sign);
  }
  return Object.fromEntries(characters);
}

/**
 * Which way reads this scanner right without anything learned, or null if none does.
 * @param {readonly Stroke[]} strokes of the calibration code
 * @returns {Exclude<Way, "learned"> | null}
 */
export function knownWay(strokes) {
  /** @type {Exclude<Way, "learned">[]} */
  const ways = ["us", "computer", "german", "french"];
  const begins = ways.find((way) => readAs(strokes, way, null).startsWith(PREFIX));
  return begins !== undefined && readAs(strokes, begins, null) === CALIBRATION ? begins : null;
}

/** What was learned on this device, kept in its browser. */
export class Calibration {
  /** @param {Pick<Storage, "getItem" | "setItem" | "removeItem">} storage */
  constructor(storage) {
    this.storage = storage;
    this.learned = read(storage.getItem(KEPT));
  }

  /** @param {Learned} learned */
  keep(learned) {
    this.learned = learned;
    this.storage.setItem(KEPT, JSON.stringify(learned));
  }

  forget() {
    this.learned = null;
    this.storage.removeItem(KEPT);
  }
}

/**
 * @param {string | null} kept
 * @returns {Learned | null} null also if it can't be read: then the usual ways are left
 */
function read(kept) {
  try {
    const { characters, before, after } = JSON.parse(kept ?? "");
    const whole = new Set(Object.values(characters)).size === new Set(CALIBRATION).size;
    return whole && before >= 0 && after >= 0 ? { characters, before, after } : null;
  } catch {
    return null;
  }
}
