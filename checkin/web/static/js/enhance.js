/**
 * Small comforts of ordinary pages. Every page works without this file: buttons that need a
 * script arrive hidden and are shown here.
 *
 *   <button type="button" data-copy="#link" hidden>Copy</button>   copies the text of #link
 *   <button type="button" data-print hidden>Print</button>         prints the page
 *
 * What happened is said in the element that the layout keeps for it, #announcement.
 */

/** @param {string} words */
function announce(words) {
  const place = document.getElementById("announcement");
  if (place) place.textContent = words;
}

/** @param {HTMLButtonElement} button */
function offerCopy(button) {
  const source = document.querySelector(button.getAttribute("data-copy") ?? "");
  if (!source || !navigator.clipboard) return; // there is none on plain http
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = source instanceof HTMLInputElement ? source.value : source.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text.trim());
      announce(button.getAttribute("data-copied") ?? "");
    } catch {
      getSelection()?.selectAllChildren(source); // the browser said no: ready to copy by hand
    }
  });
}

/** @param {HTMLButtonElement} button */
function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.querySelectorAll("button[data-copy]").forEach((button) => {
  if (button instanceof HTMLButtonElement) offerCopy(button);
});
document.querySelectorAll("button[data-print]").forEach((button) => {
  if (button instanceof HTMLButtonElement) offerPrint(button);
});
