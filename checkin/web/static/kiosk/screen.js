/**
 * The page itself: shows a view, and tells what somebody did to it. All of the DOM is
 * here, but for the panels of staff.
 */

import { part } from "./part.js";
import { ScannerPanel } from "./scannerpanel.js";
import { StaffPanel, renew } from "./staffpanel.js";
import { vocabulary } from "./view.js";

/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Words} Words */
/** @typedef {import("./situation.js").State} State */
/** @typedef {import("./situation.js").Direction} Direction */
/** @typedef {import("./camera.js").View} CameraPicture */

/**
 * @typedef {object} PersonHands What somebody can do.
 * @property {() => void} touched
 * @property {() => void} fingered with a finger or a pen, so it is a screen that is touched
 * @property {() => void} dismissed
 * @property {() => void} language
 * @property {() => void} loudness
 * @property {(direction: Direction) => void} direction
 * @property {(panel: "help" | "code" | "staff" | null) => void} panel
 * @property {(text: string) => void} typed
 * @property {(text: string) => void} draft
 * @property {(code: string) => void} code
 * @property {(code: string, name: string) => void} pair
 * @property {() => void} cameraSwitch
 * @property {() => void} cameraChange
 * @property {() => Promise<boolean>} cameraLight
 */

/** @typedef {import("./staffpanel.js").StaffHands & import("./scannerpanel.js").ScannerHands} CareHands */
/** @typedef {PersonHands & CareHands} Hands */

/**
 * @param {Element} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export class Screen {
  /** @param {Record<string, Words>} languages */
  constructor(languages) {
    this.languages = languages;
    this.language = "";
    /** @type {Element | null} */
    this.focused = null;
    this.preview = /** @type {HTMLVideoElement} */ (part("preview"));
    this.help = /** @type {HTMLDialogElement} */ (part("help"));
    this.code = /** @type {HTMLDialogElement} */ (part("code"));
    this.staff = new StaffPanel(part);
    this.scanner = new ScannerPanel(part);
    this.codeField = /** @type {HTMLInputElement} */ (part("code-field"));
  }

  /** @param {Hands} hands */
  listen(hands) {
    this.listenToPage(hands);
    this.listenToPanels(hands);
    this.staff.listen(hands);
    this.scanner.listen(hands);
    this.listenToPairing(hands);
    /** @type {[string, () => void][]} */
    const buttons = [
      ["aloud", hands.loudness],
      ["camera-switch", hands.cameraSwitch],
      ["camera-change", hands.cameraChange],
    ];
    for (const [id, act] of buttons) {
      part(id).addEventListener("click", act);
    }
    const light = part("camera-light");
    light.addEventListener("click", async () => {
      light.setAttribute("aria-pressed", String(await hands.cameraLight()));
    });
  }

  /** @param {Hands} hands */
  listenToPage(hands) {
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, hands.touched, { passive: true });
    }
    document.addEventListener("pointerup", ({ pointerType }) => {
      if (pointerType !== "mouse") {
        hands.fingered();
      }
    });
    part("answer").addEventListener("click", hands.dismissed);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        hands.dismissed();
      }
    });
    for (const direction of /** @type {Direction[]} */ (["in", "out"])) {
      part(`direction-${direction}`).addEventListener("click", () => hands.direction(direction));
    }
  }

  /** @param {Hands} hands */
  listenToPanels(hands) {
    for (const opener of [part("open-help"), ...document.querySelectorAll("[data-help]")]) {
      opener.addEventListener("click", () => hands.panel("help"));
    }
    for (const language of document.querySelectorAll("[data-language]")) {
      language.addEventListener("click", hands.language);
    }
    part("open-code").addEventListener("click", () => hands.panel("code"));
    part("help-code").addEventListener("click", () => hands.panel("code"));
    for (const [dialog, close] of [
      [this.help, "help-close"],
      [this.code, "code-close"],
      [this.staff.asks, "staff-close"],
      [this.staff.tells, "care-close"],
    ]) {
      part(String(close)).addEventListener("click", () => hands.panel(null));
      /** @type {HTMLDialogElement} */ (dialog).addEventListener("cancel", (event) => {
        event.preventDefault(); // the state closes it
        hands.panel(null);
      });
    }
    part("keypad").addEventListener("click", (event) => {
      const symbol = /** @type {HTMLElement} */ (event.target).dataset["symbol"];
      if (symbol !== undefined) {
        hands.typed(symbol);
      }
    });
    const deleteLast = () => hands.draft(this.codeField.value.slice(0, -1));
    part("code-delete").addEventListener("click", deleteLast);
    this.code.addEventListener("keydown", (event) => {
      if (event.key === "Backspace" && event.target !== this.codeField) {
        deleteLast(); // after the keypad was used, the focus is there
      }
    });
    this.codeField.addEventListener("input", () => hands.draft(this.codeField.value));
    part("code-form").addEventListener("submit", (event) => {
      event.preventDefault();
      hands.code(this.codeField.value);
    });
  }

  /** @param {Hands} hands */
  listenToPairing(hands) {
    part("pairing-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const { code, name } = this.pairingFields();
      hands.pair(code.value.trim(), name.value.trim());
    });
  }

  /**
   * How the device is that somebody sets up.
   * @param {import("./checkup.js").Finding[]} findings
   */
  tellStartup(findings) {
    renew(part("startup-findings"), findings);
  }

  /**
   * Fill in what a link brought.
   * @param {string} code
   * @param {string} name
   */
  prefill(code, name) {
    const fields = this.pairingFields();
    fields.code.value = code;
    fields.name.value = name;
  }

  /** Whether somebody has begun to set this screen up. */
  hasPairingText() {
    const { code, name } = this.pairingFields();
    return document.body.dataset["mode"] === "unpaired" && code.value + name.value !== "";
  }

  pairingFields() {
    return {
      code: /** @type {HTMLInputElement} */ (part("pairing-code")),
      name: /** @type {HTMLInputElement} */ (part("pairing-name")),
    };
  }

  /**
   * @param {State} state
   * @param {View} view
   * @param {boolean} canSpeak
   */
  show(state, view, canSpeak) {
    this.speakLanguage(state.language);
    document.body.dataset["mode"] = state.mode;
    document.body.dataset["camera"] = state.camera;
    this.showStage(state, view);
    this.showCorners(state, view, canSpeak);
    this.showCamera(view);
    this.showPanel(this.help, state.panel === "help");
    this.showHelp(view);
    this.showPanel(this.code, state.panel === "code");
    this.showPanel(this.staff.asks, state.panel === "staff");
    this.showPanel(this.staff.tells, state.panel === "care");
    this.showPanel(this.scanner.dialog, state.panel === "scanner");
    this.staff.show(state, view.staff.problem, view.staff.isWhole);
    this.showDraft(state, view);
    this.showAnswer(view);
    this.showPairing(state, view);
  }

  /** @param {string} language */
  speakLanguage(language) {
    if (language === this.language) {
      return;
    }
    this.language = language;
    const words = vocabulary(this.languages, language);
    document.documentElement.lang = language;
    document.title = words["title"]?.["page"] ?? "";
    part("directions").setAttribute("aria-label", words["direction"]?.["group"] ?? "");
    this.preview.setAttribute("aria-label", words["camera"]?.["preview"] ?? "");
    for (const element of document.querySelectorAll("[data-word]")) {
      const [topic = "", word = ""] = String(element.getAttribute("data-word")).split(".");
      write(element, words[topic]?.[word] ?? "");
    }
  }

  /**
   * @param {State} state
   * @param {View} view
   */
  showStage(state, view) {
    write(part("sentence"), view.stage.headline);
    write(part("detail"), view.stage.next);
    write(part("hint"), view.hint);
    if (view.shape !== "") {
      part("frame-shape").setAttribute("href", `#shape-${view.shape}`);
    }
    document.body.dataset["shape"] = view.shape;
    part("directions").hidden = !view.choosesDirection;
    for (const direction of ["in", "out"]) {
      const pressed = String(state.direction === direction);
      part(`direction-${direction}`).setAttribute("aria-pressed", pressed);
    }
    part("open-code").hidden = !view.canType;
  }

  /**
   * @param {State} state
   * @param {View} view
   * @param {boolean} canSpeak
   */
  showCorners(state, view, canSpeak) {
    write(part("door"), state.place?.door ?? "");
    write(part("site"), state.place?.site ?? "");
    write(part("mode-text"), view.mode.text);
    part("mode").dataset["tone"] = view.mode.tone;
    for (const language of document.querySelectorAll("[data-language]")) {
      /** @type {HTMLElement} */ (language).hidden = view.otherLanguage === "";
      write(language, view.otherLanguage);
    }
    const aloud = part("aloud");
    aloud.hidden = !canSpeak;
    write(aloud, view.aloud);
    const pretend = document.getElementById("pretend");
    if (pretend !== null) {
      pretend.dataset["open"] = String(view.door.open);
      write(part("pretend-text"), view.door.label);
    }
  }

  /** @param {View} view */
  showCamera(view) {
    const { camera } = view;
    const control = part("camera-switch");
    control.hidden = camera === null;
    write(control, camera?.switch ?? "");
    control.classList.toggle("main-action", camera?.needed === true);
    part("camera-note").hidden = camera === null;
    part("camera-problem").hidden = camera === null || camera.problem === "";
    write(part("camera-problem-text"), camera?.problem ?? "");
    part("own-window").hidden = camera?.framed !== true;
  }

  /**
   * What the camera offers while it runs.
   * @param {CameraPicture | null} picture
   */
  showPicture(picture) {
    this.preview.hidden = picture === null;
    this.preview.classList.toggle("mirrored", picture?.mirrored === true);
    part("camera-change").hidden = picture?.several !== true;
    const light = part("camera-light");
    light.hidden = picture?.torch !== true;
    light.setAttribute("aria-pressed", "false");
  }

  /**
   * @param {HTMLDialogElement} dialog
   * @param {boolean} open
   */
  showPanel(dialog, open) {
    if (open && !dialog.open) {
      dialog.showModal();
      if (dialog === this.code) {
        this.codeField.focus();
      } else if (dialog === this.staff.asks) {
        this.staff.field.focus();
      }
    } else if (!open && dialog.open) {
      dialog.close();
    }
  }

  /**
   * What somebody without a badge can do here, or what there is instead.
   * @param {View} view
   */
  showHelp({ canType, help }) {
    write(part("help-instead"), help);
    part("help-instead").hidden = help === "";
    part("help-here").hidden = help !== "";
    part("help-typing").hidden = !canType;
    part("help-code").hidden = !canType;
  }

  /**
   * @param {State} state
   * @param {View} view
   */
  showDraft(state, view) {
    const typed = state.panel === "code" ? state.draft : "";
    if (this.codeField.value !== typed) {
      this.codeField.value = typed;
    }
    /** @type {HTMLButtonElement} */ (part("code-send")).disabled = !view.draftIsWhole;
  }

  /** @param {View} view */
  showAnswer({ answer }) {
    const element = part("answer");
    const screen = part("screen");
    if (answer === null) {
      element.hidden = true;
      write(part("status"), "");
      if (screen.inert) {
        screen.inert = false;
        /** @type {HTMLElement | null} */ (this.focused)?.focus({ preventScroll: true });
      }
      return;
    }
    element.dataset["kind"] = answer.kind;
    part("answer-shape").setAttribute("href", `#shape-${answer.shape}`);
    write(part("answer-headline"), answer.headline);
    write(part("answer-next"), answer.next);
    write(part("status"), `${answer.headline} ${answer.next}`);
    element.hidden = false;
    if (!screen.inert) {
      this.focused = document.activeElement; // a keyboard goes on where it was
      screen.inert = true;
    }
  }

  /**
   * @param {State} state
   * @param {View} view
   */
  showPairing(state, view) {
    const unpaired = state.mode === "unpaired";
    part("pairing").hidden = !unpaired;
    part("stage").hidden = unpaired;
    part("mode").hidden = unpaired;
    write(part("pairing-problem"), view.pairing.problem);
    const send = /** @type {HTMLButtonElement} */ (part("pairing-send"));
    send.disabled = state.pairing.busy;
    write(send, view.pairing.send);
  }
}
