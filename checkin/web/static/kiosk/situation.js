/**
 * What a screen knows and what can happen to it, as plain values. Times are milliseconds of one
 * clock that only runs forward.
 */

import { PREFIX, recognise } from "./badge.js";

/**
 * @typedef {"unpaired" | "starting" | "ready" | "reading" | "answering" | "paused" | "blind"} Mode
 */
/** @typedef {"in" | "out"} Direction */
/** @typedef {"scanner" | "camera" | "code"} Source */
/** @typedef {"normal" | "locked" | "open" | "off"} Posture */
/** @typedef {"off" | "starting" | "on" | "refused" | "missing" | "failing"} CameraHealth */
/**
 * @typedef {"help" | "code" | "staff" | "care" | "scanner"} Panel `care` is what a staff code leads
 * to, and `scanner` what that leads to
 */
/** @typedef {"refused" | "too_many" | "unreachable" | "switched_off"} PairingProblem */

/**
 * @typedef {object} Place Where this screen stands, as the server says.
 * @property {string} site
 * @property {string} door
 * @property {Direction[]} directions
 * @property {"scanner" | "camera" | "both"} input
 * @property {Posture} posture
 * @property {string[]} languages the first one is this screen's own
 */

/**
 * @typedef {object} Presentation One badge held up once. Its nonce stays through every retry.
 * @property {string} token
 * @property {string} nonce
 * @property {string} takenAt
 * @property {Direction} direction
 * @property {number} since when it began: with a first key, or the picture that it was read from
 */

/** @typedef {{ say: string, admit: boolean }} Answer */
/** @typedef {{ token: string, direction: Direction, at: number }} Sighting */

/**
 * @typedef {object} State
 * @property {Mode} mode
 * @property {number | null} until when the watchdog ends this mode
 * @property {boolean} reachable whether the server answered last time
 * @property {number | null} dataOf of when the data is (ms since 1970) that it can decide by alone
 * @property {boolean} full whether scans can't be kept for want of room
 * @property {Place | null} place
 * @property {Direction} direction
 * @property {string} language
 * @property {0 | 1 | 2} loudness of the spoken result; 0 is none
 * @property {Panel | null} panel
 * @property {"wrong" | "pause" | "unknown" | null} staffProblem why a staff code didn't open
 * @property {string} draft of a code that someone is typing
 * @property {Presentation | null} presentation the one being asked about
 * @property {Presentation[]} waiting came while another one was being asked about or shown
 * @property {{ presentation: Presentation, at: number } | null} unanswered asked in vain
 * @property {Answer | null} answer
 * @property {Sighting[]} sightings so that a badge held a moment longer isn't a second one
 * @property {boolean} cameraWanted
 * @property {CameraHealth} camera
 * @property {number | null} severalUntil while two badges are in view
 * @property {number} touchedAt
 * @property {{ busy: boolean, problem: PairingProblem | null }} pairing
 */

/**
 * What can happen, before its time is written down.
 * @typedef {(
 *   | { type: "tick" }
 *   | { type: "touched" }
 *   | { type: "pairing_started" }
 *   | { type: "pairing_failed", problem: PairingProblem }
 *   | { type: "paired" }
 *   | { type: "unpaired" }
 *   | { type: "switched_off" }
 *   | { type: "heartbeat", place: Place }
 *   | { type: "remembered", place: Place }
 *   | { type: "silence" }
 *   | { type: "data", of: number | null, full: boolean }
 *   | { type: "hearing" }
 *   | { type: "presented", text: string, source: Source, nonce: string, takenAt: string, since: number }
 *   | { type: "several" }
 *   | { type: "answered", nonce: string, say: string, admit: boolean, alone?: boolean }
 *   | { type: "unanswered", nonce: string }
 *   | { type: "dismissed" }
 *   | { type: "direction", direction: Direction }
 *   | { type: "language" }
 *   | { type: "loudness" }
 *   | { type: "panel", panel: Exclude<Panel, "care"> | null }
 *   | { type: "back_to_care" }
 *   | { type: "staff", tried: import("./staffcode.js").Tried }
 *   | { type: "typed", text: string }
 *   | { type: "draft", text: string }
 *   | { type: "camera_wanted", wanted: boolean }
 *   | { type: "camera_health", health: CameraHealth }
 *   | { type: "camera_ended", health: CameraHealth }
 * )} Occurrence
 */

/** @typedef {Occurrence & { at: number }} Happening */

export const STARTING_LIMIT = 10_000;

/**
 * The screen as it wakes up.
 * @param {string} language
 * @param {number} at
 * @returns {State}
 */
export function awake(language, at) {
  return {
    mode: "starting",
    until: at + STARTING_LIMIT,
    reachable: false,
    dataOf: null,
    full: false,
    place: null,
    direction: "in",
    language,
    loudness: 0,
    panel: null,
    staffProblem: null,
    draft: "",
    presentation: null,
    waiting: [],
    unanswered: null,
    answer: null,
    sightings: [],
    cameraWanted: false,
    camera: "off",
    severalUntil: null,
    touchedAt: at,
    pairing: { busy: false, problem: null },
  };
}

/**
 * Whether a badge held up now is looked at: not before pairing, and never at a door that stands
 * open, where nothing is read or sent.
 * @param {State} state
 */
export function reads(state) {
  return state.mode !== "unpaired" && state.mode !== "starting" && state.place?.posture !== "open";
}

/**
 * Whether the camera should be running.
 * @param {State} state
 */
export function films(state) {
  const offered = state.place !== null && state.place.input !== "scanner";
  const looking = state.mode === "ready" || state.mode === "reading" || state.mode === "answering";
  return state.cameraWanted && offered && looking;
}

/**
 * Whether somebody is typing a code.
 * @param {State} state
 */
export function types(state) {
  return state.panel === "code" || state.panel === "staff";
}

/**
 * Whether what a scanner types is meant for the code that someone is typing.
 * @param {State} state
 * @param {string} text
 */
export function belongsToDraft(state, text) {
  return types(state) && !text.startsWith(PREFIX);
}

/**
 * Whether the code that is being typed is complete.
 * @param {State} state
 */
export function draftIsWhole(state) {
  return recognise(state.draft).kind === "code";
}

/**
 * The mode to be in when nothing is going on.
 * @param {State} state
 * @returns {Mode}
 */
export function rest(state) {
  if (!state.reachable && (state.dataOf === null || state.full)) {
    return "blind";
  }
  return state.place === null || state.place.posture === "normal" ? "ready" : "paused";
}

/**
 * Nothing is going on any more.
 * @param {State} state
 * @returns {State}
 */
export function atRest(state) {
  return { ...state, mode: rest(state), until: null, presentation: null, answer: null };
}

/**
 * The direction that a door stands on when nobody has chosen one.
 * @param {Place} place
 * @returns {Direction}
 */
export function usual(place) {
  return place.directions.includes("in") ? "in" : "out";
}
