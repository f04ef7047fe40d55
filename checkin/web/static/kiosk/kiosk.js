/** The one state of this screen: whatever happens goes in here, and whoever follows it is told. */

import { reduce } from "./state.js";

/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./situation.js").Occurrence} Occurrence */
/** Is told of a state before and after something happened. @typedef {(before: State, now: State) => void} Follower */

export class Kiosk {
  /**
   * @param {State} state
   * @param {() => number} clock milliseconds of a clock that only runs forward
   */
  constructor(state, clock) {
    this.state = state;
    this.clock = clock;
    /** @type {Follower[]} */
    this.followers = [];
  }

  /** @param {Follower} follower */
  follow(follower) {
    this.followers.push(follower);
  }

  /** @param {Occurrence} occurrence */
  happens(occurrence) {
    const before = this.state;
    const now = reduce(before, { ...occurrence, at: this.clock() });
    this.state = now;
    for (const follower of this.followers) {
      follower(before, now);
    }
  }
}
