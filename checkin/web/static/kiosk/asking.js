/** One badge held up, until it has its answer: from the server, or from this screen alone. */

/** @typedef {import("./situation.js").Presentation} Presentation */
/** @typedef {import("./situation.js").Answer} Answer */

export class Asking {
  /**
   * @param {import("./kiosk.js").Kiosk} kiosk
   * @param {import("./sync.js").Server} server
   * @param {import("./alone.js").Alone} alone
   * @param {import("./contact.js").Contact} contact
   */
  constructor(kiosk, server, alone, contact) {
    this.kiosk = kiosk;
    this.server = server;
    this.alone = alone;
    this.contact = contact;
  }

  /**
   * A text was read or typed.
   * @param {string} text
   * @param {"scanner" | "camera" | "code"} source
   * @param {number} since when it was begun, by the state's clock
   */
  present(text, source, since = this.kiosk.clock()) {
    const takenAt = new Date(this.alone.now()).toISOString();
    const nonce = crypto.randomUUID();
    this.kiosk.happens({ type: "presented", text, source, nonce, takenAt, since });
  }

  /**
   * While the server is known to be out of reach nobody waits for it: signs of life find it again.
   * @param {Presentation} presentation
   */
  async ask(presentation) {
    const { nonce } = presentation;
    const decides = this.alone.dataOf() !== null;
    if (decides && !this.kiosk.state.reachable) {
      return this.decideAlone(presentation);
    }
    const asked = await this.server.ask(presentation, decides);
    switch (asked.kind) {
      case "answer":
        return this.answered(nonce, asked, false);
      case "wait":
        return this.answered(nonce, { say: "wait", admit: false }, false);
      case "silence":
        return this.decideAlone(presentation);
      default:
        return this.contact.lost(asked.kind);
    }
  }

  /** @param {Presentation} presentation */
  async decideAlone(presentation) {
    const answer = await this.alone.answer(presentation).catch(() => null);
    const { nonce } = presentation;
    this.contact.tellOfData();
    return answer === null
      ? this.kiosk.happens({ type: "unanswered", nonce })
      : this.answered(nonce, answer, true);
  }

  /**
   * @param {string} nonce
   * @param {Answer} answer
   * @param {boolean} byItself
   */
  answered(nonce, { say, admit }, byItself) {
    this.kiosk.happens({ type: "answered", nonce, say, admit, alone: byItself });
  }
}
