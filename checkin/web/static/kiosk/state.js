/**
 * What happens to the screen, as a pure reducer: no clock, no page, no network. Every mode but
 * `unpaired` leaves by itself.
 */

import { afterAnswer, answered, hearing, noAnswer, presented } from "./scan.js";
import { pretty } from "./shortcode.js";
import { atRest, awake, reads, rest, types, usual } from "./situation.js";
import { digits } from "./staffcode.js";

/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./situation.js").Place} Place */
/** @typedef {import("./situation.js").PairingProblem} PairingProblem */
/** @typedef {import("./situation.js").Happening} Happening */

export const IDLE = 30_000;
export const CARE_SHOWN = 120_000; // staff who forget to close it
export const SEVERAL_SHOWN = 1_500;

/**
 * The state after something has happened.
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
      return heard(state, event.place, true);
    case "remembered":
      return heard(state, event.place, false);
    case "data":
      return settled({ ...state, dataOf: event.of, full: event.full });
    case "silence":
      return settled({ ...state, reachable: false });
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
      return event.panel === "scanner" && state.panel !== "care"
        ? touched
        : { ...touched, panel: event.panel, draft: "", staffProblem: null };
    case "back_to_care":
      return state.panel === "scanner" ? { ...touched, panel: "care" } : touched;
    case "staff":
      return state.panel === "staff" ? staff(touched, event.tried) : state;
    case "typed":
      return types(state) ? drafted(touched, state.draft + event.text) : touched;
    case "draft":
      return drafted(touched, event.text);
    case "camera_wanted":
      return { ...touched, cameraWanted: event.wanted, camera: "off" };
    default:
      return touched;
  }
}

/**
 * @param {State} state
 * @param {string} text
 * @returns {State}
 */
function drafted(state, text) {
  return { ...state, draft: state.panel === "staff" ? digits(text) : pretty(text) };
}

/**
 * A staff code was tried: the right one leads on.
 * @param {State} state
 * @param {import("./staffcode.js").Tried} tried
 * @returns {State}
 */
function staff(state, tried) {
  return tried === "right"
    ? { ...state, panel: "care", draft: "", staffProblem: null }
    : { ...state, draft: "", staffProblem: tried };
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
 * The server told where this screen stands, now or before a restart.
 * @param {State} state
 * @param {Place} place
 * @param {boolean} reachable
 * @returns {State}
 */
function heard(state, place, reachable) {
  if (state.mode === "unpaired") {
    return state;
  }
  const first = state.place === null;
  const known = place.languages.includes(state.language) && !first;
  return settled({
    ...state,
    place,
    reachable,
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
  if ((state.panel === "care" || state.panel === "scanner") && at - state.touchedAt >= CARE_SHOWN) {
    return { ...state, panel: null };
  }
  const gone = at - state.touchedAt >= IDLE && state.panel === null && state.mode !== "reading";
  if (!gone || state.place === null) {
    return state;
  }
  const own = state.place.languages[0] ?? state.language;
  const direction = usual(state.place);
  const asItWas =
    state.language === own &&
    state.loudness === 0 &&
    state.direction === direction &&
    !state.cameraWanted;
  return asItWas
    ? state
    : { ...state, language: own, loudness: 0, direction, cameraWanted: false, camera: "off" };
}

/** @param {State} state */
function nextLanguage(state) {
  const offered = state.place?.languages ?? ["en", "de"];
  return offered[(offered.indexOf(state.language) + 1) % offered.length] ?? state.language;
}
