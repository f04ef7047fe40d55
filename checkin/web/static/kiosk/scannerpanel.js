/** The panel in which staff try the scanner, and see or forget how it was learned to type. */

import { lines } from "./staffpanel.js";

/** @typedef {import("./selftest.js").Report} Report */
/** @typedef {import("./readings.js").Learned} Learned */

/**
 * @typedef {object} ScannerHands What staff can do.
 * @property {(panel: "scanner" | "care") => void} panel
 * @property {() => void} forgetScanner
 */

export class ScannerPanel {
  /** @param {<T extends HTMLElement>(id: string) => T} part the element of this id */
  constructor(part) {
    this.part = part;
    this.dialog = /** @type {HTMLDialogElement} */ (part("scanner"));
  }

  /** @param {ScannerHands} hands */
  listen(hands) {
    this.part("care-scanner").addEventListener("click", () => hands.panel("scanner"));
    this.part("scanner-close").addEventListener("click", () => hands.panel("care"));
    this.part("scanner-forget").addEventListener("click", hands.forgetScanner);
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // the state closes it
      hands.panel("care");
    });
  }

  /**
   * What the last code showed; nothing before the first one.
   * @param {Report | null} report
   */
  tell(report) {
    const result = this.part("scanner-result");
    this.part("scanner-headline").textContent = report?.headline ?? "";
    this.part("scanner-next").textContent = report?.next ?? "";
    this.part("scanner-findings").replaceChildren(...lines(report?.findings ?? []));
    result.dataset["good"] = String(report?.good ?? true);
    result.hidden = report === null;
  }

  /**
   * What was learned, to be seen and forgotten.
   * @param {Learned | null} learned
   */
  show(learned) {
    const pairs = Object.entries(learned?.characters ?? {});
    pairs.sort(([, one], [, other]) => (one < other ? -1 : 1));
    const rows = pairs.map(([sign, character]) => ({
      label: character === " " ? "␣" : character,
      value: sign,
    }));
    this.part("scanner-map").replaceChildren(...lines(rows));
    this.part("scanner-learned").hidden = learned === null;
  }
}
