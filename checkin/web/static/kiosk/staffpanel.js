/** The two panels for staff: one asks for their code, the other shows how this screen is. */

/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./checkup.js").Finding} Finding */

/**
 * @typedef {object} StaffHands What staff can do.
 * @property {(panel: "staff" | null) => void} panel
 * @property {(text: string) => void} typed
 * @property {(text: string) => void} draft
 * @property {(code: string) => void} staffCode
 * @property {() => void} fullScreen
 * @property {() => void} setUpAnew
 */

export class StaffPanel {
  /** @param {<T extends HTMLElement>(id: string) => T} part the element of this id */
  constructor(part) {
    this.part = part;
    this.asks = /** @type {HTMLDialogElement} */ (part("staff"));
    this.tells = /** @type {HTMLDialogElement} */ (part("care"));
    this.field = /** @type {HTMLInputElement} */ (part("staff-field"));
  }

  /** @param {StaffHands} hands */
  listen(hands) {
    const { part, field } = this;
    part("open-staff").addEventListener("click", () => hands.panel("staff"));
    part("care-screen").addEventListener("click", hands.fullScreen);
    part("care-anew").addEventListener("click", hands.setUpAnew);
    part("staff-keypad").addEventListener("click", (event) => {
      hands.typed(/** @type {HTMLElement} */ (event.target).dataset["symbol"] ?? "");
    });
    const deleteLast = () => hands.draft(field.value.slice(0, -1));
    part("staff-delete").addEventListener("click", deleteLast);
    this.asks.addEventListener("keydown", (event) => {
      if (event.key === "Backspace" && event.target !== field) {
        deleteLast(); // after the keypad was used, the focus is there
      }
    });
    field.addEventListener("input", () => hands.draft(field.value));
    part("staff-form").addEventListener("submit", (event) => {
      event.preventDefault();
      hands.staffCode(field.value);
    });
  }

  /**
   * @param {State} state
   * @param {string} problem
   * @param {boolean} whole whether the code has all its digits
   */
  show(state, problem, whole) {
    this.part("open-staff").hidden = state.place === null || state.mode === "unpaired";
    const { field } = this;
    const typed = state.panel === "staff" ? state.draft : "";
    if (field.value !== typed) {
      field.value = typed;
    }
    const shown = this.part("staff-problem");
    if (shown.textContent !== problem) {
      shown.textContent = problem;
    }
    /** @type {HTMLButtonElement} */ (this.part("staff-send")).disabled = !whole;
  }

  /**
   * How this screen is, line by line.
   * @param {Finding[]} findings
   * @param {boolean} mayBeSetUp whether nothing would be lost by that
   */
  tell(findings, mayBeSetUp) {
    renew(this.part("care-findings"), findings);
    /** @type {HTMLButtonElement} */ (this.part("care-anew")).disabled = !mayBeSetUp;
    this.part("care-first").hidden = mayBeSetUp;
  }
}

/**
 * Show findings that may have changed, and touch nothing if they haven't.
 * @param {HTMLElement} list
 * @param {Finding[]} findings
 */
export function renew(list, findings) {
  const said = JSON.stringify(findings);
  if (list.dataset["said"] !== said) {
    list.dataset["said"] = said;
    list.replaceChildren(...lines(findings));
  }
}

/** @param {{ label: string, value: string, good?: boolean }[]} findings */
export function lines(findings) {
  return findings.map(line);
}

/** @param {{ label: string, value: string, good?: boolean }} finding no judgement without `good` */
function line({ label, value, good }) {
  const term = document.createElement("dt");
  const told = document.createElement("dd");
  term.textContent = label;
  told.textContent = good === undefined ? value : `${good ? "✓" : "!"} ${value}`;
  told.dataset["good"] = String(good ?? true);
  const pair = document.createElement("div");
  pair.append(term, told);
  return pair;
}
