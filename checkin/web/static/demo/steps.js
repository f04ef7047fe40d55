/** Which step a sign belongs to, and what comes next: pure, so it can be tested without a browser. */

/**
 * @typedef {object} Step What tells that a step is done, as the page's own markup has it.
 * @property {string} step its name
 * @property {string} [path]
 * @property {string} [answer]
 * @property {string} [held]
 * @property {string} [event]
 * @property {string} [after] the step before which nothing counts
 */

/**
 * @typedef {{ kind: "path", path: string }
 *   | { kind: "answer", answer: string, held: string }
 *   | { kind: "event", event: string }} Sign
 */

/**
 * The first step that this sign completes, or null.
 * @param {readonly Step[]} steps
 * @param {ReadonlySet<string>} done
 * @param {Sign} sign
 * @returns {string | null}
 */
export function completed(steps, done, sign) {
  const found = steps.find(
    (step) =>
      !done.has(step.step) && (step.after === undefined || done.has(step.after)) && fits(step, sign),
  );
  return found?.step ?? null;
}

/**
 * The step to do next, or null when all are done.
 * @param {readonly Step[]} steps
 * @param {ReadonlySet<string>} done
 * @returns {string | null}
 */
export function next(steps, done) {
  return steps.find((step) => !done.has(step.step))?.step ?? null;
}

/**
 * @param {Step} step
 * @param {Sign} sign
 */
function fits(step, sign) {
  switch (sign.kind) {
    case "path":
      return step.path === sign.path;
    case "answer":
      return step.answer === sign.answer && step.held === sign.held;
    case "event":
      return step.event === sign.event;
  }
}
