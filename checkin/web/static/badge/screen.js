/** All that the page shows: one section at a time, and the code in it. */

import { encode } from "/static/vendor/uqr.js";

const QUIET = 4; // modules around the code that stay white

/** @typedef {{ language: string, words: { code: string, reasons: Record<string, string>, problems: Record<string, string> } }} Boot */

export class Screen {
  /** @param {Document} page */
  constructor(page) {
    this.page = page;
    /** @type {Boot} */
    this.boot = JSON.parse(this.part("boot").textContent ?? "");
  }

  /** @param {string} id */
  part(id) {
    const found = this.page.getElementById(id);
    if (found === null) {
      throw new Error(`the page lacks #${id}`);
    }
    return found;
  }

  /**
   * Show one section: starting, live, offer, cannot, over, paused or ended.
   * @param {string} name
   */
  show(name) {
    if (this.page.body.dataset["state"] === name) {
      return;
    }
    this.page.body.dataset["state"] = name;
    for (const section of this.page.querySelectorAll("main > section")) {
      section.toggleAttribute("hidden", section.id !== name);
    }
    this.problem("");
  }

  /**
   * Draw the badge as it is just now. Its ring begins anew.
   * @param {string} text
   */
  draw(text) {
    const { data, size } = encode(text, { ecc: "M", border: QUIET });
    const dark = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : "")));
    this.part("code").setAttribute("viewBox", `0 0 ${size} ${size}`);
    this.part("modules").setAttribute("d", dark.join(""));
    for (const motion of this.part("ring").getAnimations({ subtree: true })) {
      motion.currentTime = 0;
    }
  }

  /** Leave no badge behind: on a hidden page, none is shown to whoever opens it next. */
  blank() {
    this.part("modules").removeAttribute("d");
  }

  /**
   * The time that moves on beside the badge.
   * @param {number} seconds since 1970
   */
  tell(seconds) {
    this.part("time").textContent = this.when(seconds, { timeStyle: "medium" });
  }

  /**
   * Where the badge works and until when.
   * @param {import("./key.js").Kept} kept
   */
  about({ worksAt, expiresAt }) {
    this.part("works-at").textContent = worksAt.join(", ");
    const day = { weekday: "long", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" };
    this.part("good-until").textContent = this.when(
      expiresAt,
      /** @type {Intl.DateTimeFormatOptions} */ (day),
    );
  }

  /** @param {boolean} away whether the server couldn't be reached */
  offline(away) {
    this.part("offline").toggleAttribute("hidden", !away);
  }

  /** @param {string} reason why this browser can't keep a badge */
  cannot(reason) {
    this.part("cannot-reason").textContent = this.boot.words.reasons[reason] ?? "";
    this.show("cannot");
  }

  /** @param {string} name what went wrong, or nothing */
  problem(name) {
    this.part("problem").textContent = this.boot.words.problems[name] ?? "";
  }

  /** @param {boolean} busy whether the badge is being put on this phone */
  busy(busy) {
    for (const button of this.page.querySelectorAll("[data-put]")) {
      button.toggleAttribute("disabled", busy);
    }
  }

  /**
   * @param {number} seconds
   * @param {Intl.DateTimeFormatOptions} how
   */
  when(seconds, how) {
    // Of this language in the form that the phone's owner is used to: 24 hours or twice 12.
    const own = navigator.languages.find((tag) => tag.startsWith(this.boot.language));
    return new Intl.DateTimeFormat(own ?? this.boot.language, how).format(seconds * 1000);
  }
}
