/**
 * What the screen is doing, as a pure reducer: no clock, no page, no network. Times are
 * milliseconds of one clock that only runs forward. Every mode but `unpaired` leaves by itself.
 */

import { PREFIX, recognise } from "./badge.js";
import { pretty, symbols } from "./shortcode.js";

/** @typedef {"unpaired" | "starting" | "ready" | "reading" | "answering" | "paused" | "blind"} Mode */
/** @typedef {"in" | "out"} Direction */
/** @typedef {"normal" | "locked" | "open" | "off"} Posture */
/** @typedef {"off" | "starting" | "on" | "refused" | "missing" | "failing"} CameraHealth */
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
 */

/** @typedef {{ say: string, admit: boolean }} Answer */
/** @typedef {{ token: string, direction: Direction, at: number }} Sighting */

/**
 * @typedef {object} State
 * @property {Mode} mode
 * @property {number | null} until when the watchdog ends this mode
 * @property {boolean} reachable whether the server answered last time
 * @property {Place | null} place
 * @property {Direction} direction
 * @property {string} language
 * @property {0 | 1 | 2} loudness of the spoken result; 0 is none
 * @property {"help" | "code" | null} panel
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
 * @typedef {(
 *   | { type: "tick" }
 *   | { type: "touched" }
 *   | { type: "pairing_started" }
 *   | { type: "pairing_failed", problem: PairingProblem }
 *   | { type: "paired" }
 *   | { type: "unpaired" }
 *   | { type: "switched_off" }
 *   | { type: "heartbeat", place: Place }
 *   | { type: "silence" }
 *   | { type: "hearing" }
 *   | { type: "presented", text: string, source: "scanner" | "camera" | "code", nonce: string, takenAt: string }
 *   | { type: "several" }
 *   | { type: "answered", nonce: string, say: string, admit: boolean }
 *   | { type: "unanswered", nonce: string }
 *   | { type: "dismissed" }
 *   | { type: "direction", direction: Direction }
 *   | { type: "language" }
 *   | { type: "loudness" }
 *   | { type: "panel", panel: "help" | "code" | null }
 *   | { type: "typed", text: string }
 *   | { type: "draft", text: string }
 *   | { type: "camera_wanted", wanted: boolean }
 *   | { type: "camera_health", health: CameraHealth }
 *   | { type: "camera_ended", health: CameraHealth }
 * ) & { at: number }} Happening
 */

export const ANSWER_SHOWN = 3_000;
export const ANSWER_SPOKEN = 8_000; // an answer that is read aloud is not taken away mid-sentence
export const ANSWER_CROWDED = 1_000; // somebody else already waits for theirs
export const READING_LIMIT = 8_000;
export const STARTING_LIMIT = 10_000;
export const REPEAT = 5_000;
export const IDLE = 30_000;
export const SAME_NONCE = 60_000; // a badge that got no answer is asked about again as the same one
export const SEVERAL_SHOWN = 1_500;

/** @type {Answer} */
const NO_ANSWER = { say: "no_data", admit: false };

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
    place: null,
    direction: "in",
    language,
    loudness: 0,
    panel: null,
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
 * @param {State} state
 * @param {Happening} event
 * @returns {State}
 */
export function reduce(state, event) {
  switch (event.type) {
    case "tick":
      return idle(expire(state, event.at), event.at);
    case "pairing_started":
      return { ...state, pairing: { busy: true, problem: null } };
    case "pairing_failed":
      return { ...state, pairing: { busy: false, problem: event.problem } };
    case "paired":
      return awake(state.language, event.at);
    case "unpaired":
      return unpaired(state, event.at, state.mode === "unpaired" ? state.pairing.problem : null);
    case "switched_off":
      return unpaired(state, event.at, "switched_off");
    case "heartbeat":
      return heard(state, event.place);
    case "silence":
      return { ...state, ...settled({ ...state, reachable: false }) };
    case "answered":
      return answered(state, event, event.at);
    case "unanswered":
      return state.presentation?.nonce === event.nonce ? noAnswer(state, event.at) : state;
    case "camera_health":
      return { ...state, camera: event.health };
    case "camera_ended":
      return { ...state, camera: event.health, cameraWanted: false };
    default:
      return byHand(state, event);
  }
}

/**
 * What somebody in front of the screen does.
 * @param {State} state
 * @param {Happening} event
 * @returns {State}
 */
function byHand(state, event) {
  const touched = { ...state, touchedAt: event.at };
  switch (event.type) {
    case "hearing":
      return reads(state) && state.presentation === null ? hearing(touched, event.at) : state;
    case "presented":
      return reads(state) ? presented(touched, event) : state;
    case "several":
      return reads(state) ? { ...touched, severalUntil: event.at + SEVERAL_SHOWN } : state;
    case "dismissed":
      return state.answer === null ? state : afterAnswer(touched, event.at);
    case "direction":
      return state.place?.directions.includes(event.direction)
        ? { ...touched, direction: event.direction }
        : state;
    case "language":
      return { ...touched, language: nextLanguage(state) };
    case "loudness":
      return { ...touched, loudness: state.loudness === 0 ? 1 : state.loudness === 1 ? 2 : 0 };
    case "panel":
      return { ...touched, panel: event.panel, draft: "" };
    case "typed":
      return state.panel === "code"
        ? { ...touched, draft: pretty(state.draft + event.text) }
        : touched;
    case "draft":
      return { ...touched, draft: pretty(event.text) };
    case "camera_wanted":
      return { ...touched, cameraWanted: event.wanted, camera: "off" };
    default:
      return touched;
  }
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
 * Whether what a scanner types is meant for the code that someone is typing.
 * @param {State} state
 * @param {string} text
 */
export function belongsToDraft(state, text) {
  return state.panel === "code" && !text.startsWith(PREFIX);
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
function rest(state) {
  if (!state.reachable) {
    return "blind";
  }
  return state.place === null || state.place.posture === "normal" ? "ready" : "paused";
}

/**
 * A mode that waits follows what is known about server and door; one that is busy stays.
 * @param {State} state
 * @returns {State}
 */
function settled(state) {
  const busy = state.mode === "unpaired" || state.presentation !== null || state.answer !== null;
  const listening = state.mode === "reading";
  return busy || listening ? state : { ...state, mode: rest(state), until: null };
}

/**
 * @param {State} state
 * @returns {State}
 */
function atRest(state) {
  return { ...state, mode: rest(state), until: null, presentation: null, answer: null };
}

/**
 * @param {State} state
 * @param {Place} place
 * @returns {State}
 */
function heard(state, place) {
  if (state.mode === "unpaired") {
    return state;
  }
  const first = state.place === null;
  const known = place.languages.includes(state.language) && !first;
  return settled({
    ...state,
    place,
    reachable: true,
    language: known ? state.language : (place.languages[0] ?? state.language),
    direction: place.directions.includes(state.direction) ? state.direction : usual(place),
  });
}

/**
 * @param {State} state
 * @param {number} at
 * @param {PairingProblem | null} problem
 * @returns {State}
 */
function unpaired(state, at, problem) {
  return {
    ...awake(state.language, at),
    mode: "unpaired",
    until: null,
    pairing: { busy: false, problem },
  };
}

/**
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function hearing(state, at) {
  return {
    ...state, mode: "reading", until: at + READING_LIMIT, answer: null, panel: null, draft: "",
  };
}

/**
 * @param {State} state
 * @param {Extract<Happening, { type: "presented" }>} event
 * @returns {State}
 */
function presented(state, event) {
  const found = recognise(event.text);
  if (found.kind === "other") {
    return event.source === "camera" ? state : unreadable(state, event.at);
  }
  const sighting = { token: found.token, direction: state.direction, at: event.at };
  const recent = state.sightings.filter((other) => event.at - other.at < REPEAT);
  const before = recent.find((other) => isSame(other, sighting));
  if (before !== undefined) {
    const held = event.source === "camera"; // it never left the view, so it isn't held up again
    const kept = held ? [...recent.filter((other) => other !== before), sighting] : recent;
    return state.mode === "reading" && state.presentation === null
      ? { ...atRest(state), sightings: kept }
      : { ...state, sightings: kept };
  }
  const presentation = asAskedBefore(state, event.at, {
    token: found.token,
    nonce: event.nonce,
    takenAt: event.takenAt,
    direction: state.direction,
  });
  const waiting = [...state.waiting, presentation];
  const seen = { ...state, sightings: [...recent, sighting], waiting };
  return state.presentation === null ? afterAnswer(seen, event.at) : seen;
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
  return same && at - before.at < SAME_NONCE ? before.presentation : presentation;
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
 * @param {State} state
 * @param {{ nonce: string, say: string, admit: boolean }} answer
 * @param {number} at
 * @returns {State}
 */
function answered(state, { nonce, say, admit }, at) {
  if (state.presentation?.nonce !== nonce) {
    return state;
  }
  return showing({ ...state, reachable: true, unanswered: null }, { say, admit }, "answering", at);
}

/**
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function noAnswer(state, at) {
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
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function afterAnswer(state, at) {
  const [next, ...waiting] = state.waiting;
  return next === undefined ? atRest(state) : asking({ ...state, waiting }, next, at);
}

/**
 * The watchdog: whatever hasn't ended by now ends.
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function expire(state, at) {
  const several = state.severalUntil !== null && at >= state.severalUntil;
  const current = several ? { ...state, severalUntil: null } : state;
  if (current.until === null || at < current.until) {
    return current;
  }
  if (current.answer !== null) {
    return afterAnswer(current, at);
  }
  return current.presentation === null ? atRest(current) : noAnswer(current, at);
}

/**
 * What somebody set for themselves ends some time after they have gone; typing and reading help
 * take as long as they take.
 * @param {State} state
 * @param {number} at
 * @returns {State}
 */
function idle(state, at) {
  const gone = at - state.touchedAt >= IDLE && state.panel === null && state.mode !== "reading";
  if (!gone || state.place === null) {
    return state;
  }
  const own = state.place.languages[0] ?? state.language;
  const direction = usual(state.place);
  const asItWas =
    state.language === own && state.loudness === 0 && state.direction === direction && !state.cameraWanted;
  return asItWas
    ? state
    : { ...state, language: own, loudness: 0, direction, cameraWanted: false, camera: "off" };
}

/** @param {Place} place @returns {Direction} */
function usual(place) {
  return place.directions.includes("in") ? "in" : "out";
}

/** @param {State} state */
function nextLanguage(state) {
  const offered = state.place?.languages ?? ["en", "de"];
  return offered[(offered.indexOf(state.language) + 1) % offered.length] ?? state.language;
}

/**
 * How much of the code has been typed, for the send button and the keypad.
 * @param {State} state
 */
export function draftLength(state) {
  return symbols(state.draft).length;
}
