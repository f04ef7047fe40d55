/**
 * Keeps the parts of a page current that macros/live.html marks. The server sends such a part
 * whenever it changes, and every 15 seconds. When nothing came for a while (no stream was free, or
 * something on the way holds it back), the page is asked for instead.
 */

const ASK_MILLISECONDS = 15_000;
const QUIET_MILLISECONDS = 20_000;
const GONE = [401, 404]; // signed out, or another role by now

let heard = Date.now(); // what the page came with is as good as a message

/** @param {Event} event */
function detailOf(event) {
  return event instanceof CustomEvent ? event.detail : {};
}

function askIfQuiet() {
  if (document.hidden || Date.now() - heard < QUIET_MILLISECONDS) return;
  document.querySelectorAll("[data-poll]").forEach((part) => part.dispatchEvent(new Event("poll")));
}

document.addEventListener("htmx:sse:after:message", () => {
  heard = Date.now();
});

// The server has ended it for good, or refuses it to whoever is signed in now: see what is left.
document.addEventListener("htmx:sse:close", (event) => {
  if (detailOf(event).reason === "message") location.reload();
});
document.addEventListener("htmx:sse:error", (event) => {
  if (GONE.includes(detailOf(event).status)) location.reload();
});

// A part or a stream was asked for, and the answer is that it isn't for whoever is here now.
document.addEventListener("htmx:before:response", (event) => {
  const answer = detailOf(event).ctx?.response?.raw;
  if (answer?.redirected) {
    event.preventDefault(); // the way led to another page: it isn't a part of this one
    location.assign(answer.url);
  } else if (GONE.includes(answer?.status)) {
    location.reload();
  }
});

if (document.querySelector("[data-poll]")) setInterval(askIfQuiet, ASK_MILLISECONDS);
