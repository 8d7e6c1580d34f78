// What was saved, where and when, always in words at the same place (the fixed bar).
const words = document.getElementById("save-words")?.dataset ?? {};
const calm = document.getElementById("save-status");
const loud = document.getElementById("save-alert");
const SPOKEN_EVERY = 5000;
let saysSaved = true;
let spoken = 0;

export { words };

export function icon(name) {
  const found = document.getElementById("icons")?.content.querySelector(`[data-icon="${name}"] svg`);
  return found ? found.cloneNode(true) : document.createTextNode("");
}

export function fill(text, values) {
  return Object.entries(values).reduce((filled, [key, value]) => filled.replaceAll(`{${key}}`, String(value)), text ?? "");
}

function show(place, mark, ...content) {
  if (!place) return;
  saysSaved = mark === "check";
  if (place === calm) calm.setAttribute("aria-live", isWorthSaying(mark) ? "polite" : "off");
  const other = place === calm ? loud : calm;
  other?.replaceChildren();
  const line = document.createElement("span");
  line.append(...content);
  place.replaceChildren(icon(mark), line);
}

// Who listens to the page hears that all is well at most every five seconds; what is amiss, always.
function isWorthSaying(mark) {
  if (mark !== "check") return mark !== "saving";
  if (Date.now() - spoken < SPOKEN_EVERY) return false;
  spoken = Date.now();
  return true;
}

function strong(text) {
  const bold = document.createElement("b");
  bold.textContent = text;
  return bold;
}

export const status = {
  // Something newer was typed: what was said to be saved is no longer all there is.
  pending() {
    if (saysSaved) calm?.replaceChildren();
  },
  saving: () => show(calm, "saving", words.saving),
  saved: (text) => show(calm, "check", text),
  offline(count, onlyHere) {
    if (onlyHere) show(loud, "offline", words.offlineHere);
    else show(calm, "offline", count === 1 ? words.offlineOne : fill(words.offlineMany, { count }));
  },
  invalid: (message) => show(loud, "warning", strong(words.invalid), ` ${message}`),
  conflict: () => show(loud, "warning", strong(words.conflict)),
  failed(message, retry) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "link-button";
    again.textContent = words.retry;
    again.addEventListener("click", retry);
    show(loud, "warning", strong(words.failed), ` ${words.kept} ${message} `, again);
  },
  signedOut(address, onlyHere) {
    if (onlyHere) {
      show(loud, "warning", strong(words.signedOut), ` ${words.signedOutHere}`);
      return;
    }
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words.signIn;
    show(loud, "warning", strong(words.signedOut), ` ${words.signedOutKept} `, link);
  },
};
