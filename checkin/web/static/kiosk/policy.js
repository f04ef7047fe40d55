/**
 * The decision at a door, for a kiosk that has no connection: the ladder of `core/policy.py`, rule by
 * rule and in its order. The server decides by the same vectors (tests/vectors/policy.json), and
 * again when the scan is told of. Pure.
 */

/** What was held up, as read: a badge, or why it is none; null for nothing known. */
/** @typedef {{ kind: "printed" | "live" | "day", aud: string, proved: boolean }} ShownBadge */
/** @typedef {ShownBadge | { fault: string } | null} Shown */

/**
 * The door as it stands, and the site it belongs to.
 * @typedef {object} Door
 * @property {"normal" | "locked" | "open" | "off"} posture
 * @property {"general" | "restricted"} door_class
 * @property {"any" | "live"} assurance
 * @property {readonly string[]} accepts
 * @property {string} time_zone
 * @property {readonly string[]} closed_days local days, as 2026-12-24
 * @property {number} gap_seconds
 * @property {"refuse" | "warn"} gap_mode
 * @property {number | null} capacity
 * @property {number} inside
 */

/** What is known of a badge and the consents behind it, or of a day pass; null for nothing. */
/** @typedef {{ state: "good" | "revoked" | "replaced", entry: "in_force" | "suspended" | "ended" }} HolderKnown */
/** @typedef {HolderKnown | { voided: boolean } | null} Known */

/**
 * From which day until which day (both included) it opens the door, and in which windows: ISO
 * weekday, first minute of the local day, last minute excluded.
 * @typedef {object} Grant
 * @property {string | null} first_day
 * @property {string | null} last_day
 * @property {readonly (readonly [number, number, number])[]} windows
 */

/**
 * Everything one answer needs; `now` is in seconds since 1970.
 * @typedef {object} Facts
 * @property {number} now
 * @property {Shown} shown
 * @property {Door} door
 * @property {Known} known
 * @property {readonly Grant[]} grants
 * @property {"in" | "out"} direction
 * @property {boolean} used_just_now
 * @property {boolean} proof_used
 */

/** @typedef {{ admit: boolean, reason: string, say: string }} Decision */

/**
 * Answer one scan. The first rule that applies wins.
 * @param {Facts} facts
 * @returns {Decision}
 */
export function decide(facts) {
  const { shown, door } = facts;
  if (shown !== null && "fault" in shown) {
    return refuse(shown.fault);
  }
  if (shown !== null && !door.accepts.includes(shown.aud)) {
    return refuse("wrong_site");
  }
  return (
    assuranceRule(shown, door) ??
    doorRule(door) ??
    knownRule(facts.known) ??
    wayInRules(facts) ??
    (facts.proof_used ? refuse("replayed") : null) ??
    gapRule(facts) ??
    admit(facts, "ok")
  );
}

/**
 * A restricted door takes no day passes, and may want the phone that a badge is bound to.
 * @param {ShownBadge | null} shown
 * @param {Door} door
 */
function assuranceRule(shown, door) {
  if (shown?.kind === "day" && door.door_class === "restricted") {
    return refuse("day_pass_not_allowed");
  }
  return shown?.kind === "printed" && door.assurance === "live" ? refuse("live_only") : null;
}

/** @param {Door} door */
function doorRule({ posture }) {
  switch (posture) {
    case "off":
      return refuse("door_off");
    case "locked":
      return refuse("door_locked");
    case "open":
      return { admit: true, reason: "door_open", say: "welcome" };
    default:
      return null;
  }
}

/** The badge, then the consent behind it. @param {Known} known */
function knownRule(known) {
  if (known === null) {
    return refuse("unknown_badge");
  }
  if ("voided" in known) {
    return known.voided ? refuse("revoked") : null;
  }
  if (known.state !== "good") {
    return refuse(known.state);
  }
  switch (known.entry) {
    case "ended":
      return refuse("consent_ended");
    case "suspended":
      return refuse("suspended");
    default:
      return null;
  }
}

/**
 * Windows and room are asked on the way in only: nobody is told that it's too late to leave.
 * @param {Facts} facts
 */
function wayInRules({ direction, grants, door, now }) {
  if (direction === "out") {
    return null;
  }
  if (grants.length === 0) {
    return refuse("not_this_door");
  }
  if (!opens(grants, door, now)) {
    return refuse("outside_hours");
  }
  return door.capacity !== null && door.inside >= door.capacity ? refuse("site_full") : null;
}

/**
 * The same badge again in the same direction: never asked of anyone who leaves.
 * @param {Facts} facts
 */
function gapRule(facts) {
  const { direction, door, used_just_now: usedJustNow } = facts;
  if (direction === "out" || door.gap_seconds === 0 || !usedJustNow) {
    return null;
  }
  return door.gap_mode === "refuse" ? refuse("too_soon") : admit(facts, "too_soon", "already");
}

/**
 * Whether any grant opens the door at this moment of its local time. A closed day closes from
 * midnight to midnight; a window past midnight is two windows, each of its own weekday.
 * @param {readonly Grant[]} grants
 * @param {Door} door
 * @param {number} now
 */
function opens(grants, door, now) {
  const { day, weekday, minute } = localTime(now, door.time_zone);
  return (
    !door.closed_days.includes(day) &&
    grants.some(
      ({ first_day: first, last_day: last, windows }) =>
        (first === null || first <= day) &&
        (last === null || day <= last) &&
        windows.some(
          ([on, from, until]) => on === weekday && from <= minute && minute < until,
        ),
    )
  );
}

/**
 * The local day, its ISO weekday, and the minute of that day.
 * @param {number} now
 * @param {string} zone
 */
function localTime(now, zone) {
  const parts = clockOf(zone).formatToParts(now * 1000);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const day = `${part["year"]}-${part["month"]}-${part["day"]}`;
  return {
    day,
    weekday: new Date(`${day}T00:00:00Z`).getUTCDay() || 7,
    minute: Number(part["hour"]) * 60 + Number(part["minute"]),
  };
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const clocks = new Map();

/** @param {string} zone */
function clockOf(zone) {
  const known = clocks.get(zone);
  if (known !== undefined) {
    return known;
  }
  const clock = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  clocks.set(zone, clock);
  return clock;
}

/**
 * @param {Facts} facts
 * @param {string} reason
 * @param {string} [say]
 */
function admit({ direction }, reason, say = direction === "out" ? "goodbye" : "welcome") {
  return { admit: true, reason, say };
}

/** @type {Record<string, string>} */
const SAID = {
  door_off: "closed",
  door_locked: "closed",
  not_this_door: "not_here",
  outside_hours: "not_now",
  site_full: "full",
  too_soon: "already",
  too_long: "unreadable",
  not_a_badge: "unreadable",
  bad_encoding: "unreadable",
  malformed: "unreadable",
  replayed: "show_live",
  proof_required: "show_live",
  proof_stale: "show_live",
  proof_future: "show_live",
  proof_nonce: "show_live",
  live_only: "show_live",
  day_pass_not_allowed: "show_live",
  clock_error: "no_data",
  keys_stale: "no_data",
  status_unknown: "no_data",
  status_stale: "no_data",
};

/** A refusal; in public it says the neutral answer unless another is listed. @param {string} reason */
function refuse(reason) {
  return { admit: false, reason, say: SAID[reason] ?? "use_desk" };
}
