// The answering pages with script: each answer is saved by itself; without script the form does the same by its button.
import { keepExclusive, part, read, showError, urlsOf, write } from "./answer.js";
import { followSave, followVisible, showLinks } from "./follow.js";
import { showConflict } from "./conflict.js";
import { onlyHere } from "./queue.js";
import { Sender } from "./sender.js";
import { fill, status, words } from "./status.js";

const TYPING_PAUSE = 900;
const form = document.getElementById("answers");
const questionOf = (id) => form.querySelector(`[data-question="${CSS.escape(id)}"]`);
const questionAround = (node) => node.closest("[data-question]");
const token = form.querySelector("[name=csrf_token]");

const versions = {
  newer: new Map(),
  get: (id) => versions.newer.get(id) ?? Number(part(questionOf(id), "version").value),
  set: (id, version) => versions.newer.set(id, version),
};

const sender = new Sender({
  owner: form.dataset.owner,
  address: form.dataset.answers,
  versions,
  token,
  told: {
    pending: status.pending,
    saving: status.saving,
    saved(edit, body, left) {
      const question = questionOf(edit.question);
      followSave(question, body);
      if (question) showError(question, {});
      followVisible(form, body.visible);
      if (left === 0) status.saved(body.saved_words);
    },
    offline: (count) => status.offline(count, onlyHere()),
    failed: (message) => status.failed(message, () => sender.flush()),
    signedOut: () => status.signedOut(form.dataset.signIn, onlyHere()),
    invalid(edit, body) {
      const question = questionOf(edit.question);
      if (question) showError(question, body.parts ?? {});
      status.invalid(question ? (body.message ?? "") : `${edit.question}: ${body.message ?? ""}`);
    },
    conflict(edit, body) {
      status.conflict();
      const question = questionOf(edit.question);
      if (!question) return;
      showConflict(question, body.theirs, whenSaved(body.theirs.saved_at), (kind, chosen) => settle(question, body.theirs, kind, chosen));
    },
  },
});

async function settle(question, theirs, kind, body) {
  const id = question.dataset.question;
  if (kind === "theirs") {
    await sender.yieldTo(id, theirs.version);
    part(question, "version").value = theirs.version;
    lastBody.delete(id);
    showLinks(question, theirs.support.urls.map((url) => ({ url, text: url })));
    location.reload();
    return;
  }
  await sender.overrule(id, body, theirs.version);
}

const lastBody = new Map();

// A control that merely loses the focus is no edit: what is queued already stays as it is.
function edited(question, delay, extra = {}) {
  const body = { ...read(question), ...extra };
  const text = JSON.stringify(body);
  if (lastBody.get(question.dataset.question) === text) return sender.hasten(delay);
  lastBody.set(question.dataset.question, text);
  return sender.add(question.dataset.question, body, delay);
}

function whenSaved(moment) {
  if (!moment) return "";
  const language = document.documentElement.lang;
  const timeZone = form.dataset.zone;
  const day = (date) => date.toLocaleDateString(language, { timeZone, dateStyle: "long" });
  const time = new Date(moment).toLocaleTimeString(language, { timeZone, hour: "2-digit", minute: "2-digit", hour12: false });
  const isToday = day(new Date(moment)) === day(new Date());
  return fill(isToday ? words.whenToday : words.whenBefore, { day: day(new Date(moment)), time });
}

form.addEventListener("change", (event) => {
  const question = questionAround(event.target);
  if (!question || event.target.dataset.part === "url") return;
  keepExclusive(question, event.target);
  edited(question, 0);
});

form.addEventListener("input", (event) => {
  const question = questionAround(event.target);
  if (!question || !event.target.matches("textarea, input[type=text], input[type=date]") || event.target.dataset.part === "url") return;
  showRoom(event.target);
  edited(question, TYPING_PAUSE);
});

form.addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const question = pressed && questionAround(pressed);
  if (!question) return;
  if (pressed.name === "clear") {
    event.preventDefault();
    const options = [...question.querySelectorAll("[type=radio], [type=checkbox]")];
    for (const one of options) one.checked = false;
    options[0]?.focus();
    edited(question, 0);
  } else if (pressed.name === "remove") {
    event.preventDefault();
    const gone = pressed.closest("[data-url]").dataset.url;
    edited(question, 0, { urls: urlsOf(question).filter((url) => url !== gone) });
    waysToAdd(question)?.focus();
  } else if (pressed.hasAttribute("data-add-link")) {
    event.preventDefault();
    addLink(question);
  }
});

// Where the keyboard goes on when the control it was on is gone.
function waysToAdd(question) {
  return question.querySelector(".evidence .add summary");
}

async function addLink(question) {
  const field = part(question, "url");
  const url = field.value.trim();
  if (!url) {
    field.focus();
    return;
  }
  await edited(question, 0, { url, urls: urlsOf(question) });
  await sender.flush();
  if (urlsOf(question).includes(url)) {
    field.value = "";
    field.closest("details").open = false;
    waysToAdd(question)?.focus();
  } else {
    field.focus();
  }
}

form.addEventListener("submit", (event) => {
  if (form.dataset.ready) return;
  const pressed = event.submitter;
  if (document.activeElement?.dataset.part === "url" && pressed?.value === "stay") {
    event.preventDefault();
    addLink(questionAround(document.activeElement));
    return;
  }
  if (pressed && !["next", "stay"].includes(pressed.value)) return;
  event.preventDefault();
  isAllSent().then((sent) => sent && post(pressed), () => post(pressed));
});

// Sends what waits. What the browser cannot keep goes with the form itself, as without script.
async function isAllSent() {
  for (const [id, why] of sender.paused) {
    if (why === "invalid" && questionOf(id)) await edited(questionOf(id), 0);
  }
  if (await sender.flush()) return true;
  if (!navigator.onLine) status.offline((await sender.unsent()).length, onlyHere());
  else if (onlyHere() && !sender.paused.size) return true;
  form.querySelector("[data-conflict-slot] .notice, .error-text")?.scrollIntoView({ block: "center" });
  return false;
}

function post(pressed) {
  form.dataset.ready = "yes";
  form.requestSubmit(pressed ?? undefined);
}

function showRoom(field) {
  const limit = Number(field.dataset.limit);
  if (!limit) return;
  let place = field.nextElementSibling;
  if (!place?.classList.contains("count")) {
    place = document.createElement("span");
    place.className = "count";
    place.setAttribute("aria-live", "polite");
    field.after(place);
  }
  const room = limit - field.value.length;
  const text = room < 0 ? fill(words.over, { count: -room }) : fill(words.remaining, { count: room });
  place.textContent = room < limit / 10 ? text : "";
}

// What was typed before a crash or an ended session comes back into the page, then travels.
async function restore() {
  for (const edit of await sender.unsent()) {
    const question = questionOf(edit.question);
    if (question) write(question, edit.body);
  }
  if ((await sender.unsent()).length) sender.flush();
}

window.addEventListener("beforeunload", (event) => {
  if (onlyHere() && !form.dataset.ready) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  delete form.dataset.ready;
  if (event.persisted) location.reload();
});
restore();
