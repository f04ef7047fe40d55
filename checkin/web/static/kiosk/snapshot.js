/**
 * Deciding without a connection: by a snapshot that the server made of all that holds at this door.
 * It names nobody. A badge is a place in two lists: one says whether it is good, the other which of
 * the door's weekly plans is its.
 */

import { read as readBadge } from "./badge.js";
import { fromBase64url, toHex } from "./bytes.js";
import { KeySet } from "./keyset.js";
import { decide } from "./policy.js";
import { Lists, read as readList } from "./statuslist.js";

/** @typedef {import("./badge.js").Badge} Badge */
/** @typedef {import("./policy.js").Decision} Decision */

/**
 * A snapshot, ready to decide by.
 * @typedef {object} Rules
 * @property {string | null} kiosk
 * @property {import("./policy.js").Door} door
 * @property {KeySet} keys
 * @property {import("./statuslist.js").StatusList[]} statuses
 * @property {Map<string, import("./statuslist.js").StatusArray>} doors by the address of the status list
 * @property {Map<number, import("./policy.js").Grant[]>} sets
 * @property {number} dayPass
 * @property {Set<string>} voided
 * @property {number} goodFor seconds without news
 * @property {Uint8Array} letterbox
 */

/**
 * When it is, and what is remembered of the last minutes; seconds since 1970, by the server's clock.
 * @typedef {object} Moment
 * @property {number} now
 * @property {number} confirmed when the server last said that the snapshot holds
 * @property {number} seen the latest time that the server ever said
 */

/**
 * A snapshot as it came, made ready. Everything signed in it is verified.
 * @param {any} snapshot
 * @returns {Promise<Rules>}
 * @throws {Error} for one that can't be used
 */
export async function prepared(snapshot) {
  const keys = await KeySet.fromJwks(snapshot.key_set);
  const statuses = [];
  const doors = new Map();
  for (const { uri, statuses: switchedOff, doors: plans } of snapshot.lists) {
    const [status, door] = await Promise.all([list(switchedOff, keys), list(plans, keys)]);
    if (status.uri !== uri || !door.uri.startsWith(`${uri}#`)) {
      throw new Error("a list of another name");
    }
    statuses.push(status);
    doors.set(uri, door.array);
  }
  return {
    kiosk: snapshot.kiosk ?? null,
    door: { ...snapshot.door, capacity: null, inside: 0 },
    keys,
    statuses,
    doors,
    sets: new Map(
      snapshot.window_sets.map((/** @type {any} */ set) => [set.number, set.grants]),
    ),
    dayPass: snapshot.day_pass,
    voided: new Set(snapshot.voided),
    goodFor: snapshot.offline_minutes * 60,
    letterbox: fromBase64url(snapshot.letterbox),
  };
}

/**
 * What this text is answered without a connection.
 * @param {string} text
 * @param {"in" | "out"} direction
 * @param {Rules} rules
 * @param {Moment} moment
 * @param {Uses} uses
 * @returns {Promise<Decision>}
 */
export async function decideAlone(text, direction, rules, moment, uses) {
  if (moment.now - moment.confirmed > rules.goodFor) {
    return { admit: false, reason: "status_stale", say: "no_data" };
  }
  const { code, badge } = await readBadge(text, {
    keys: rules.keys,
    accepts: rules.door.accepts,
    now: moment.now,
    assurance: rules.door.assurance,
    statuses: new Lists(
      rules.statuses.map((statuses) => ({ statuses, confirmedAt: moment.confirmed })),
      rules.goodFor,
    ),
    memory: { seen: moment.seen, fetched: moment.confirmed },
  });
  const decision = decide({
    now: moment.now,
    shown: badge === null ? { fault: code } : shownAs(badge),
    door: rules.door,
    known: badge === null ? null : await known(badge, rules),
    grants: badge === null ? [] : grants(badge, rules),
    direction,
    used_just_now: badge !== null && uses.usedJustNow(badge, direction, moment.now),
    proof_used: badge !== null && uses.proofUsed(badge, moment.now),
  });
  if (decision.admit && badge !== null) {
    uses.note(badge, direction, moment.now, rules.door.gap_seconds);
  }
  return decision.reason === "ok" ? { ...decision, reason: "ok_offline" } : decision;
}

const PROOF_REMEMBERED = 60;

/** What badges were used just now, in this page's memory alone. Times are in seconds. */
export class Uses {
  constructor() {
    /** @type {Map<string, number>} until when each matters */
    this.until = new Map();
  }

  /**
   * @param {Badge} badge
   * @param {string} direction
   * @param {number} now
   */
  usedJustNow(badge, direction, now) {
    return (this.until.get(`${direction} ${badge.cti}`) ?? 0) > now;
  }

  /**
   * @param {Badge} badge
   * @param {number} now
   */
  proofUsed({ cti, provedAt }, now) {
    return provedAt !== null && (this.until.get(`${provedAt} ${cti}`) ?? 0) > now;
  }

  /**
   * @param {Badge} badge
   * @param {string} direction
   * @param {number} now
   * @param {number} gap
   */
  note({ cti, provedAt }, direction, now, gap) {
    for (const [use, until] of this.until) {
      if (until <= now) {
        this.until.delete(use);
      }
    }
    if (gap > 0) {
      this.until.set(`${direction} ${cti}`, now + gap);
    }
    if (provedAt !== null) {
      this.until.set(`${provedAt} ${cti}`, now + PROOF_REMEMBERED);
    }
  }
}

/** @param {Badge} badge @returns {import("./policy.js").ShownBadge} */
function shownAs({ kind, aud, provedAt }) {
  return { kind, aud, proved: provedAt !== null };
}

/**
 * That a badge is good was asked of the status list already; a day pass is in none.
 * @param {Badge} badge
 * @param {Rules} rules
 * @returns {Promise<import("./policy.js").Known>}
 */
async function known(badge, rules) {
  if (badge.kind !== "day") {
    return { state: "good", entry: "in_force" };
  }
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(badge.cti));
  return { voided: rules.voided.has(toHex(new Uint8Array(digest, 0, 8))) };
}

/**
 * @param {Badge} badge
 * @param {Rules} rules
 */
function grants({ kind, status }, rules) {
  const number =
    kind === "day" ? rules.dayPass : status && rules.doors.get(status.uri)?.at(status.index);
  return rules.sets.get(number ?? 0) ?? [];
}

/**
 * @param {string} token
 * @param {KeySet} keys
 */
async function list(token, keys) {
  const read = await readList(fromBase64url(token), keys);
  if (read === null) {
    throw new Error("a list that nobody trusted has signed");
  }
  return read;
}
