/**
 * What this screen does without a connection: it decides by the last snapshot, keeps the sealed scan
 * before it answers, and tells the server later. Whoever makes it hands in storage and clock.
 */

import { dropOld, flush, sealed } from "./outbox.js";
import { Uses, decideAlone, prepared } from "./snapshot.js";

/** @typedef {import("./situation.js").Presentation} Presentation */
/** @typedef {import("./situation.js").Answer} Answer */
/** @typedef {import("./memory.js").Known} Known */
/** @typedef {import("./snapshot.js").Rules} Rules */
/** @typedef {Omit<typeof import("./memory.js"), "erase">} Store */

/** What the server sent when it was asked for the snapshot. @typedef {{ snapshot: any, etag: string } | "same"} Fetched */

/** @type {Known} */
const NOTHING = {
  snapshot: null,
  etag: "",
  confirmedAt: 0,
  seen: 0,
  ahead: 0,
  place: null,
  queuedEver: 0,
};

export class Alone {
  /**
   * @param {Store} store
   * @param {() => number} wallClock milliseconds since 1970, by this machine
   */
  constructor(store, wallClock) {
    this.store = store;
    this.wallClock = wallClock;
    this.known = NOTHING;
    /** @type {Rules | null} */
    this.rules = null;
    this.uses = new Uses();
    this.waiting = 0;
    /** Whether the last scan couldn't be kept: then nobody is let in, since it would be lost. */
    this.full = false;
  }

  /** Know again what was known before a restart. Storage that can't be read is as good as empty. */
  async wake() {
    this.known = (await this.store.load().catch(() => null)) ?? NOTHING;
    this.waiting = await this.store.count().catch(() => 0);
    if (this.known.snapshot !== null) {
      this.rules = await prepared(this.known.snapshot).catch(() => null);
    }
  }

  /** The time, as far as the server's clock is known. */
  now() {
    return this.wallClock() + this.known.ahead;
  }

  /** Of when the data is that could be decided by now, or null without any that is new enough. */
  dataOf() {
    const { confirmedAt } = this.known;
    const age = this.now() - confirmedAt;
    return this.rules !== null && age <= this.rules.goodFor * 1000 ? confirmedAt : null;
  }

  /** How old the snapshot is, in seconds; null without one. */
  age() {
    const { confirmedAt } = this.known;
    return this.rules === null ? null : Math.max(0, Math.round((this.now() - confirmedAt) / 1000));
  }

  /**
   * Take in what the server said of this screen and of the time.
   * @param {any} place
   * @param {number} ahead milliseconds
   */
  async heard(place, ahead) {
    const seen = Math.max(this.known.seen, this.wallClock() + ahead);
    await this.remember({ place, ahead, seen });
  }

  /** @param {Fetched} fetched */
  async learn(fetched) {
    if (fetched !== "same") {
      this.rules = await prepared(fetched.snapshot);
      await this.remember({ ...fetched, confirmedAt: this.now() });
    } else if (this.rules !== null) {
      await this.remember({ confirmedAt: this.now() });
    }
  }

  /**
   * The answer to one presentation, which is kept before it is given; null if there is nothing to
   * decide by, or the text is a typed code, which only the server knows.
   * @param {Presentation} presentation
   * @returns {Promise<Answer | null>}
   */
  async answer(presentation) {
    const { rules, known } = this;
    if (rules === null || !presentation.token.startsWith("CI1:")) {
      return null;
    }
    const moment = {
      now: this.now() / 1000,
      confirmed: known.confirmedAt / 1000,
      seen: known.seen / 1000,
    };
    const { token, direction } = presentation;
    const { admit, say } = await decideAlone(token, direction, rules, moment, this.uses);
    if (say === "no_data") {
      return { admit, say };
    }
    return (await this.keep(presentation, { admit, say })) ? { admit, say } : null;
  }

  /**
   * Keep a scan until the server has it; false if that isn't possible.
   * @param {Presentation} presentation
   * @param {Answer} answered
   */
  async keep({ token, nonce, takenAt, direction }, answered) {
    const snapshot = new Date(this.known.confirmedAt).toISOString();
    const kiosk = this.rules?.kiosk ?? null;
    const told = { token, nonce, taken_at: takenAt, direction, answered, snapshot, kiosk };
    const letter = await sealed(told, this.rules?.letterbox ?? new Uint8Array());
    this.known = counted(this.known, 1);
    try {
      await this.store.enqueue({ nonce, sealed: letter, at: this.now() }, this.known);
      this.waiting += 1;
      this.full = false;
    } catch {
      this.known = counted(this.known, -1);
      this.full = true; // no room, or storage that doesn't answer: better no answer than a lost one
    }
    return !this.full;
  }

  /** Forget what has waited too long, also while there is nobody to tell. */
  async dropOld() {
    if (this.waiting > 0) {
      await dropOld(this.store, this.now());
      this.waiting = await this.store.count();
    }
  }

  /**
   * Tell the server what waits.
   * @param {(scans: { nonce: string, sealed: string }[]) => Promise<boolean>} tell
   */
  async tell(tell) {
    if (this.waiting > 0) {
      await flush(this.store, tell, this.now());
      this.waiting = await this.store.count();
    }
  }

  /** Stand where the server says from now on. What waits stays: each scan knows whose it is. */
  async moved() {
    this.rules = null;
    await this.remember({ snapshot: null, etag: "", place: null });
  }

  /** Know nothing any more. */
  forget() {
    this.known = NOTHING;
    this.rules = null;
    this.waiting = 0;
  }

  /** @param {Partial<Known>} changes */
  async remember(changes) {
    this.known = { ...this.known, ...changes };
    await this.store.keep(this.known);
  }
}

/**
 * @param {Known} known
 * @param {1 | -1} more scans that were ever queued
 */
function counted(known, more) {
  return { ...known, queuedEver: known.queuedEver + more };
}
