/**
 * Small comforts of ordinary pages. Every page works without this file: buttons that need a
 * script arrive hidden and are shown here.
 *
 *   <button type="button" data-copy="#link" hidden>Copy</button>   copies the text of #link
 *   <button type="button" data-print hidden>Print</button>         prints the page
 *
 * A form that was just sent isn't sent again by a second press: the answer to the first one counts.
 *
 * What a script did is said in the element that the layout keeps for it, #announcement. What the page
 * itself comes to say (what is wrong, or what was just done) takes the focus: it is read out first, and
 * the keyboard goes on from there. Where a page has a field that waits for a scanner, that keeps it.
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

const SECONDS_BEFORE_AGAIN = 3;

/** @param {SubmitEvent} event */
function sendOnce(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.hasAttribute("data-sent")) return event.preventDefault();
  form.setAttribute("data-sent", "");
  setTimeout(() => form.removeAttribute("data-sent"), SECONDS_BEFORE_AGAIN * 1000); // a download stays
}

function beginWhatIsSaid() {
  const said = document.querySelector("#problems, .flashes > .note");
  if (!(said instanceof HTMLElement) || document.querySelector("main [autofocus]")) return;
  said.tabIndex = -1;
  said.focus();
}

beginWhatIsSaid();
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => form.removeAttribute("data-sent"));
});

document.querySelectorAll("button[data-copy]").forEach((button) => {
  if (button instanceof HTMLButtonElement) offerCopy(button);
});
document.querySelectorAll("button[data-print]").forEach((button) => {
  if (button instanceof HTMLButtonElement) offerPrint(button);
});
