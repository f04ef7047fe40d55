/**
 * Passkeys on ordinary pages (macros/passkey.html): asks the browser, puts its answer into the form
 * and sends that. Forms arrive hidden and are shown where the browser has passkeys.
 */

import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
} from "/static/vendor/webauthn.js";

/** @param {HTMLFormElement} form */
async function answer(form) {
  const optionsJSON = JSON.parse(form.dataset["options"] ?? "");
  return form.dataset["passkey"] === "make"
    ? startRegistration({ optionsJSON })
    : startAuthentication({ optionsJSON });
}

/** @param {HTMLFormElement} form */
function offer(form) {
  const button = form.querySelector("button");
  const field = form.elements.namedItem("credential");
  const stopped = form.querySelector("[data-passkey-stopped]");
  if (!button || !(field instanceof HTMLInputElement) || !(stopped instanceof HTMLElement)) return;
  form.hidden = false;
  button.addEventListener("click", async () => {
    if (!form.reportValidity()) return;
    stopped.hidden = true;
    button.disabled = true;
    try {
      field.value = JSON.stringify(await answer(form));
      form.requestSubmit();
    } catch {
      stopped.hidden = false; // the person said no, or the device did
    } finally {
      button.disabled = false;
    }
  });
  // Enter in one of its fields asks the browser as well, rather than sending a form without answer
  form.addEventListener("submit", (event) => {
    if (field.value) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  });
}

if (browserSupportsWebAuthn()) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (form instanceof HTMLFormElement) offer(form);
  });
  document.querySelectorAll("[data-passkey-missing]").forEach((words) => words.remove());
}
