/**
 * Shows how far a pasted list is, without loading the page again. Without this file the page has a
 * link that does it.
 *
 *   <div data-waiting="ADDRESS" data-done="WORDS"><span data-left>12</span> <progress></progress></div>
 *
 * The address answers {"waiting": NUMBER}: how many lines are still to be worked through.
 */

const EVERY_MILLISECONDS = 1000;

/** @param {HTMLElement} place */
async function look(place) {
  const answer = await fetch(place.dataset["waiting"] ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) return; // signed out, most likely: the page says so when it is loaded again
  const { waiting } = await answer.json();
  const left = place.querySelector("[data-left]");
  const bar = place.querySelector("progress");
  if (bar) bar.value = Math.max(bar.max - waiting, 0);
  if (waiting > 0) {
    if (left) left.textContent = String(waiting);
    setTimeout(look, EVERY_MILLISECONDS, place);
  } else {
    const said = place.querySelector("[role=status]");
    if (said) said.textContent = place.dataset["done"] ?? "";
  }
}

document.querySelectorAll("[data-waiting]").forEach((place) => {
  if (place instanceof HTMLElement) setTimeout(look, EVERY_MILLISECONDS, place);
});
