/**
 * From a badge held up to its answer, as pure functions over the state. One badge is asked about
 * at a time; whoever comes meanwhile waits, and nobody is lost.
 */

import { recognise } from "./badge.js";
import { atRest, usual } from "./situation.js";

/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./situation.js").Mode} Mode */
/** @typedef {import("./situation.js").Answer} Answer */
/** @typedef {import("./situation.js").Direction} Direction */
/** @typedef {import("./situation.js").Sighting} Sighting */
/** @typedef {import("./situation.js").Presentation} Presentation */
/** @typedef {import("./situation.js").Happening} Happening */

export const ANSWER_SHOWN = 3_000;
export const ANSWER_SPOKEN = 8_000; // an answer that is read aloud is not taken away mid-sentence
export const ANSWER_CROWDED = 1_000; // somebody else already waits for theirs
export const READING_LIMIT = 8_000;
export const REPEAT = 5_000;
export const SAME_NONCE = 60_000; // a badge that got no answer is asked about again as the same one

/** @type {Answer} */
const NO_ANSWER = { say: "no_data", admit: false };

/**
 * Something is being read, and nobody knows yet what.
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
export function hearing(state, at) {
  return {
    ...state,
    mode: "reading",
    until: at + READING_LIMIT,
    answer: null,
    panel: null,
    draft: "",
  };
}

/**
 * A text was read. A badge is asked about unless it is the one that was there a moment ago; a text
 * that is none is answered here, and left alone if the camera merely happened to see it.
 * @param {State} state
 * @param {Extract<Happening, { type: "presented" }>} event
 * @returns {State}
 */
export function presented(state, event) {
  const found = recognise(event.text);
  if (found.kind === "other") {
    return event.source === "camera" ? state : unreadable(state, event.at);
  }
  const sighting = { token: found.token, direction: state.direction, at: event.at };
  const recent = state.sightings.filter((other) => event.at - other.at < REPEAT);
  if (recent.some((other) => isSame(other, sighting))) {
    return repeated({ ...state, sightings: recent }, sighting, event.source === "camera");
  }
  const presentation = asAskedBefore(state, event.at, {
    token: found.token,
    nonce: event.nonce,
    takenAt: event.takenAt,
    direction: state.direction,
    since: event.since,
  });
  const waiting = [...state.waiting, presentation];
  const seen = { ...state, sightings: [...recent, sighting], waiting };
  return state.presentation === null ? afterAnswer(seen, event.at) : seen;
}

/**
 * The same badge again is ignored. One that is still in the camera's view was never taken away, so
 * its time counts from now.
 * @param {State} state
 * @param {Sighting} sighting
 * @param {boolean} held
 * @returns {State}
 */
function repeated(state, sighting, held) {
  const others = state.sightings.filter((other) => !isSame(other, sighting));
  const seen = held ? { ...state, sightings: [...others, sighting] } : state;
  return state.mode === "reading" && state.presentation === null ? atRest(seen) : seen;
}

/**
 * @param {{ token: string, direction: Direction }} one
 * @param {{ token: string, direction: Direction }} other
 */
function isSame(one, other) {
  return one.token === other.token && one.direction === other.direction;
}

/**
 * The same badge after an attempt that got no answer is the same presentation: the server may have
 * counted the first one.
 * @param {State} state
 * @param {number} at
 * @param {Presentation} presentation
 */
function asAskedBefore(state, at, presentation) {
  const before = state.unanswered;
  const same = before !== null && isSame(before.presentation, presentation);
  return same && at - before.at < SAME_NONCE
    ? { ...before.presentation, since: presentation.since }
    : presentation;
}

/**
 * @param {State} state
 * @param {Presentation} presentation
 * @param {number} at
 * @returns {State}
 */
function asking(state, presentation, at) {
  return { ...hearing(state, at), presentation, severalUntil: null };
}

/**
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function unreadable(state, at) {
  return state.presentation === null
    ? showing(state, { say: "unreadable", admit: false }, "answering", at)
    : state;
}

/**
 * The badge that was asked about is decided: by the server, or alone.
 * @param {State} state
 * @param {{ nonce: string, say: string, admit: boolean, alone?: boolean }} answer
 * @param {number} at
 * @returns {State}
 */
export function answered(state, { nonce, say, admit, alone = false }, at) {
  if (state.presentation?.nonce !== nonce) {
    return state;
  }
  const decided = { ...state, reachable: !alone, unanswered: null };
  return showing(decided, { say, admit }, "answering", at);
}

/**
 * The server said nothing in time: nobody is let in, and the screen says that it can't check.
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
export function noAnswer(state, at) {
  const { presentation } = state;
  if (presentation === null) {
    return atRest(state);
  }
  const forgotten = {
    ...state,
    reachable: false,
    unanswered: { presentation, at },
    waiting: [], // nobody can be answered now: whoever waits reads the same sentence
    sightings: [], // and may try again at once
  };
  return showing(forgotten, NO_ANSWER, "blind", at);
}

/**
 * An answer fills the screen for a while. The direction that was chosen for it is used up.
 * @param {State} state
 * @param {Answer} answer
 * @param {Mode} mode
 * @param {number} at
 * @returns {State}
 */
function showing(state, answer, mode, at) {
  const usualTime = state.loudness > 0 ? ANSWER_SPOKEN : ANSWER_SHOWN;
  return {
    ...state,
    mode,
    answer,
    until: at + (state.waiting.length === 0 ? usualTime : ANSWER_CROWDED),
    presentation: null,
    panel: null,
    draft: "",
    severalUntil: null,
    direction: state.place === null ? "in" : usual(state.place),
    touchedAt: at,
  };
}

/**
 * Whoever waits is next; else nothing is going on.
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
export function afterAnswer(state, at) {
  const [next, ...waiting] = state.waiting;
  return next === undefined ? atRest(state) : asking({ ...state, waiting }, next, at);
}
