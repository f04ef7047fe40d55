/**
 * Everything that is sent to the server: a code to pair with, a badge to ask about, a sign of life.
 * There is no other request on this page. Whoever makes a `Server` hands it network and clock.
 */

import { PREFIX } from "./badge.js";

/** @typedef {import("./situation.js").Presentation} Presentation */
/** @typedef {import("./situation.js").Place} Place */
/** @typedef {import("./situation.js").CameraHealth} CameraHealth */

/**
 * @typedef {object} World
 * @property {(address: string, request: RequestInit) => Promise<Response>} fetch
 * @property {(milliseconds: number) => Promise<void>} wait
 * @property {() => number} now milliseconds of a clock that only runs forward
 * @property {() => number} wallClock milliseconds since 1970
 */

/** @typedef {"unpaired" | "switched_off" | "silence"} NoAnswer */
/** @typedef {{ kind: "answer", say: string, admit: boolean }} Decided */
/** @typedef {Decided | { kind: "wait" } | { kind: NoAnswer }} Asked */
/** `said` is the answer as it came. @typedef {{ kind: "place", place: Place, said: any } | { kind: NoAnswer }} Beat */
/** @typedef {{ kind: "snapshot", fetched: import("./alone.js").Fetched } | { kind: NoAnswer }} Snap */
/** @typedef {{ kind: "taken" | NoAnswer }} Told */
/** @typedef {"paired" | "refused" | "too_many" | "unreachable"} Paired */
/**
 * @typedef {object} Pictures What the camera looked at since the page started.
 * @property {number} frames
 * @property {number} failures those of them that had to be given up
 * @property {number | null} milliseconds what one usually takes
 */
/**
 * @typedef {object} Facts
 * @property {string} version
 * @property {CameraHealth} camera
 * @property {"seen" | "unseen"} scanner
 * @property {number} queued scans that wait
 * @property {number} queuedEver
 * @property {number | null} snapshotSeconds how old the snapshot is
 * @property {Pictures} pictures
 * @property {import("./parity.js").Medians | null} medians of the time to green
 */

const API = "/api/v1";
/** @type {[number, ...number[]]} */
const ATTEMPTS = [1_000, 1_500, 1_500, 1_500]; // how long each one waits for its answer
const PAUSES = [0, 300, 900, 1_800]; // before each one
const BUDGET = 6_000; // for all of them, and for waiting when asked to
const PATIENCE_FOR_MANY = 60_000;
const PATIENCE = 5_000; // for requests that nobody stands in front of
const DEFAULT_HOLD = 2_000; // when told to wait, but not how long

const SAYS = new Set([
  "welcome",
  "goodbye",
  "unreadable",
  "show_live",
  "no_data",
  "use_desk",
  "closed",
  "not_here",
  "not_now",
  "full",
  "already",
]);
const ADMITTING = new Set(["welcome", "goodbye"]); // "already" is said to both

export class Server {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.holdUntil = 0;
    /** Typed codes have a limit of their own: whoever guesses them mustn't stop anybody's badge. */
    this.codesHoldUntil = 0;
    /** Milliseconds by which the server's clock is ahead of this one, as far as is known. */
    this.clockDifference = 0;
    /** Whether the last request got any answer. */
    this.answered = false;
  }

  /**
   * @param {string} code
   * @param {string} name of this device
   * @returns {Promise<Paired>}
   */
  async pair(code, name) {
    const response = await this.post("/kiosks/pair", { code, name }, PATIENCE);
    if (response === null || response.status >= 500) {
      return "unreachable";
    }
    if (response.ok) {
      return "paired";
    }
    return response.status === 429 ? "too_many" : "refused";
  }

  /** Give this device's credential back; whether it is worth nothing any more. */
  async release() {
    const response = await this.post("/kiosks/release", {}, PATIENCE);
    return response !== null && (response.ok || refusal(response.status) !== null);
  }

  /**
   * Ask about one badge. Tries for a few seconds, always with the same nonce, so that however
   * many of the attempts arrive there is one decision.
   * @param {Presentation} presentation
   * @param {boolean} once whether one attempt is enough, since this screen can decide alone
   * @returns {Promise<Asked>}
   */
  async ask(presentation, once = false) {
    const giveUp = this.world.now() + (once ? ATTEMPTS[0] : BUDGET);
    for (const [attempt, patience] of ATTEMPTS.slice(0, once ? 1 : undefined).entries()) {
      const pause = Math.max(PAUSES[attempt] ?? 0, this.hold());
      if (this.world.now() + pause >= giveUp) {
        break;
      }
      if (pause > 0) {
        await this.world.wait(pause);
      }
      const asked = await this.askOnce(presentation, patience);
      if (asked !== null) {
        return asked;
      }
    }
    return { kind: "silence" };
  }

  /**
   * What the server says, or null if it's worth another try.
   * @param {Presentation} presentation
   * @param {number} patience
   * @returns {Promise<Asked | null>}
   */
  async askOnce({ token, nonce, takenAt, direction }, patience) {
    const typed = !token.startsWith(PREFIX);
    if (typed && this.world.now() < this.codesHoldUntil) {
      return { kind: "wait" };
    }
    const body = { token, nonce, taken_at: takenAt, direction };
    const response = await this.post("/scans", body, patience);
    if (typed && response?.status === 429) {
      this.codesHoldUntil = this.until(response);
      return { kind: "wait" };
    }
    this.heed(response);
    return response === null ? null : readAnswer(response, nonce);
  }

  /**
   * Say that this screen is alive, and hear where it stands.
   * @param {Facts} facts
   * @returns {Promise<Beat>}
   */
  async heartbeat(facts) {
    const body = {
      version: facts.version,
      queue_length: facts.queued,
      queued_ever: facts.queuedEver,
      snapshot_seconds: facts.snapshotSeconds,
      camera: facts.camera,
      scanner: facts.scanner,
      clock_milliseconds: this.clockDifference,
      frames: facts.pictures.frames,
      frames_failed: facts.pictures.failures,
      decode_milliseconds: facts.pictures.milliseconds,
      to_green_milliseconds: facts.medians,
    };
    const response = await this.post("/kiosks/heartbeat", body, PATIENCE);
    this.heed(response);
    if (response === null) {
      return { kind: "silence" };
    }
    if (!response.ok) {
      this.compareClocks({ now: response.headers.get("Date") }); // to the second; better than none
      return { kind: refusal(response.status) ?? "silence" };
    }
    const said = /** @type {unknown} */ (await response.json().catch(() => null));
    const place = readPlace(said);
    if (place === null) {
      return { kind: "silence" };
    }
    this.compareClocks(said);
    return { kind: "place", place, said };
  }

  /**
   * What to decide by without a connection, unless it is what this screen has.
   * @param {string} etag of what it has
   * @returns {Promise<Snap>}
   */
  async snapshot(etag) {
    const response = await this.send("/kiosks/snapshot", PATIENCE, {
      headers: { Accept: "application/json", ...(etag === "" ? {} : { "If-None-Match": etag }) },
    });
    if (response?.status === 304) {
      return { kind: "snapshot", fetched: "same" };
    }
    if (response === null || !response.ok) {
      return { kind: refusal(response?.status ?? 0) ?? "silence" };
    }
    const snapshot = await response.json().catch(() => null);
    const fetched = { snapshot, etag: response.headers.get("ETag") ?? "" };
    return snapshot === null ? { kind: "silence" } : { kind: "snapshot", fetched };
  }

  /**
   * Tell of scans that were answered alone.
   * @param {{ nonce: string, sealed: string }[]} scans
   * @returns {Promise<Told>} `taken` when the server has them all now
   */
  async tell(scans) {
    const response = await this.post("/scans/late", { scans }, PATIENCE_FOR_MANY);
    this.heed(response);
    return { kind: response?.ok ? "taken" : (refusal(response?.status ?? 0) ?? "silence") };
  }

  /** How long the server asked to be left alone, in milliseconds from now. */
  hold() {
    return Math.max(0, this.holdUntil - this.world.now());
  }

  /**
   * The response, or null if none came in time.
   * @param {string} path
   * @param {object} body
   * @param {number} patience
   */
  post(path, body, patience) {
    return this.send(path, patience, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
    });
  }

  /**
   * @param {string} path
   * @param {number} patience
   * @param {RequestInit} request
   */
  async send(path, patience, request) {
    try {
      const response = await this.world.fetch(API + path, {
        ...request,
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(patience),
      });
      this.answered = true;
      return response;
    } catch {
      this.answered = false;
      return null; // no network, no server or no answer in time: all the same to who stands here
    }
  }

  /**
   * Until when a response asks to be left alone, on this machine's running clock.
   * @param {Response} response
   */
  until(response) {
    return this.world.now() + retryAfter(response, this.world.wallClock());
  }

  /** @param {Response | null} response */
  heed(response) {
    if (response !== null && (response.status === 429 || response.status === 503)) {
      this.holdUntil = this.until(response);
    }
  }

  /** @param {unknown} said */
  compareClocks(said) {
    const now = Date.parse(String(/** @type {{ now?: unknown }} */ (said).now));
    if (!Number.isNaN(now)) {
      this.clockDifference = now - this.world.wallClock();
    }
  }
}

/**
 * How long a response asks to wait, in milliseconds (RFC 9110, 10.2.3: seconds or a date).
 * @param {Response} response
 * @param {number} wallClock
 */
function retryAfter(response, wallClock) {
  const header = response.headers.get("Retry-After");
  if (header === null) {
    return DEFAULT_HOLD;
  }
  const asked = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - wallClock;
  return Number.isNaN(asked) ? DEFAULT_HOLD : Math.min(Math.max(asked, 0), 60_000);
}

/**
 * @param {number} status
 * @returns {NoAnswer | null}
 */
function refusal(status) {
  if (status === 401) {
    return "unpaired";
  }
  return status === 403 ? "switched_off" : null;
}

/**
 * What a response says, or null if it's worth another try. What can't be understood admits nobody.
 * @param {Response} response
 * @param {string} nonce
 * @returns {Promise<Asked | null>}
 */
async function readAnswer(response, nonce) {
  if (!response.ok) {
    const kind = refusal(response.status);
    const again = response.status === 429 || response.status >= 500;
    return kind === null ? (again ? null : { kind: "silence" }) : { kind };
  }
  const said = await response.json().catch(() => null);
  if (said === null) {
    return null; // cut off on its way: the same nonce brings the same answer again
  }
  const { say, admit } = said;
  const clear = typeof admit === "boolean" && (say === "already" || admit === ADMITTING.has(say));
  return said.nonce === nonce && SAYS.has(say) && clear
    ? { kind: "answer", say, admit }
    : { kind: "silence" };
}

/**
 * Where this screen stands, or null if the answer can't be understood.
 * @param {any} said
 * @returns {Place | null}
 */
export function readPlace(said) {
  const directions = list(said?.directions).filter((one) => one === "in" || one === "out");
  if (directions.length === 0) {
    return null;
  }
  const input = said.input === "camera" || said.input === "both" ? said.input : "scanner";
  const postures = ["normal", "locked", "open", "off"];
  return {
    site: nameOf(said.site),
    door: nameOf(said.door),
    directions: /** @type {Place["directions"]} */ (directions),
    input,
    posture: postures.includes(said.posture) ? said.posture : "off",
    languages: list(said.languages).map(String),
  };
}

/** @param {unknown} value @returns {unknown[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {any} value */
function nameOf(value) {
  return String(value?.name ?? value ?? "");
}
