/**
 * How long people wait here, from presenting to green, apart for badges and for day passes: neither
 * may be served worse. What is measured stays in this page's memory. Medians alone leave it, and only
 * of so many presentations of both ways that they single out nobody.
 */

import { inspect } from "./badge.js";

/** @typedef {import("./situation.js").State} State */
/** In milliseconds. @typedef {{ badge: number, day_pass: number }} Medians */

export const ENOUGH = 10; // of each way: K_MIN, as for every number that comes of people
export const NEWEST = 500; // of each way: whoever is rarer may take days
export const LONGEST = 60_000; // milliseconds; longer isn't waiting at a door
const HOUR = 3_600_000;

export class Parity {
  /** @param {() => number} wallClock milliseconds since 1970 */
  constructor(wallClock) {
    this.wallClock = wallClock;
    /** @type {{ badge: number[], day_pass: number[] }} */
    this.times = { badge: [], day_pass: [] };
    /** What is still to be told. @type {Medians | null} */
    this.due = null;
    this.hour = this.currentHour();
  }

  /** Start anew: what was measured belongs to another door, or has been told. */
  forget() {
    this.times = { badge: [], day_pass: [] };
    this.due = null;
    this.hour = this.currentHour();
  }

  /**
   * The state has changed: perhaps somebody sees green.
   * @param {State} before
   * @param {State} now
   * @param {number} at when, by the clock of the state
   */
  follow({ presentation, answer }, now, at) {
    if (now.mode === "unpaired") {
      this.forget();
    } else if (presentation !== null && now.answer !== answer && now.answer?.admit === true) {
      this.took(presentation.token, at - presentation.since);
    }
  }

  /**
   * A typed code doesn't say what it is of, so that it counts for neither way.
   * @param {string} text that was let in
   * @param {number} milliseconds
   */
  took(text, milliseconds) {
    const badge = inspect(text);
    if (badge !== null && milliseconds > 0 && milliseconds <= LONGEST) {
      const way = badge.kind === "day" ? "day_pass" : "badge";
      this.times[way] = [...this.times[way], milliseconds].slice(-NEWEST);
    }
  }

  /**
   * What is to be told now, or null. It changes only when an hour has turned, so that no change tells
   * that somebody was here a moment ago.
   * @returns {Medians | null}
   */
  medians() {
    const hour = this.currentHour();
    const { badge, day_pass } = this.times;
    const enough = Math.min(badge.length, day_pass.length) >= ENOUGH;
    if (this.due === null && hour !== this.hour && enough) {
      this.forget();
      this.due = { badge: median(badge), day_pass: median(day_pass) };
    }
    this.hour = hour;
    return this.due;
  }

  /** The server has it. */
  told() {
    this.due = null;
  }

  currentHour() {
    return Math.floor(this.wallClock() / HOUR);
  }
}

/** @param {readonly number[]} times at least one */
function median(times) {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.max(1, Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0));
}
