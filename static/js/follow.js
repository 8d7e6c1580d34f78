// The page follows what the server says after each save: progress, evidence, which questions are asked now.
import { part, urlsOf } from "./answer.js";
import { icon, words } from "./status.js";

export function followSave(question, state) {
  if (question) {
    part(question, "version").value = state.version;
    part(question, "seen").value = state.seen;
    const clear = question.querySelector(".clear");
    if (clear) clear.hidden = state.task.mark === "circle";
    const trail = question.querySelector(".trail");
    if (trail) trail.hidden = false;
    showLinks(question, state.links);
    showEvidence(question, state.evidence);
  }
  for (const place of document.querySelectorAll("[data-section-words]")) {
    place.textContent = state.sections[place.dataset.sectionWords] ?? place.textContent;
    const mark = state.section_marks[place.dataset.sectionWords];
    if (mark) place.closest(".task").querySelector("svg").replaceWith(icon(mark));
  }
  showProgress(state.progress);
  showTask(state);
}

function showProgress(progress) {
  const list = document.getElementById("task-list");
  if (!list) return;
  list.querySelector(".progress-words").textContent = progress.words;
  document.getElementById("progress-note").textContent = progress.note;
  const segments = [...list.querySelectorAll(".segments rect")];
  const filled = progress.total ? Math.floor((segments.length * progress.done) / progress.total) : 0;
  segments.forEach((one, index) => one.setAttribute("class", index < filled ? "on" : "off"));
}

function showTask(state) {
  const link = document.querySelector(`[data-task="${CSS.escape(state.question)}"] a`);
  if (!link) return;
  link.querySelector("svg").replaceWith(icon(state.task.mark));
  const words = link.querySelector("span");
  const title = words.firstChild.textContent.split(" · ")[0].trim();
  const unseen = document.createElement("span");
  unseen.className = "hidden-visually";
  unseen.textContent = ` (${state.task.state})`;
  words.replaceChildren(...(state.task.short ? [`${title} · ${state.task.short}`] : [title, unseen]));
}

function showEvidence(question, evidence) {
  const title = question.querySelector("[data-evidence-title]");
  const place = question.querySelector("[data-evidence-state]");
  if (!title || !place) return;
  title.textContent = evidence.title;
  const bold = document.createElement("b");
  bold.textContent = evidence.state_title;
  const line = document.createElement("span");
  line.append(bold, ` ${evidence.state_words}`);
  place.replaceChildren(icon(evidence.is_supported ? "check" : "circle"), line);
}

export function showLinks(question, links) {
  const list = question.querySelector("[data-proofs]");
  if (!list || links.map((one) => one.url).join(" ") === urlsOf(question).join(" ")) return;
  for (const old of list.querySelectorAll("[data-url]")) old.remove();
  links.forEach((link, index) => list.insertBefore(linkLine(question, link, index), list.children[index] ?? null));
  list.hidden = list.children.length === 0;
  list.closest(".panel").classList.toggle("kept", list.children.length > 0);
}

function linkLine(question, link, index) {
  const anchor = document.createElement("a");
  anchor.href = link.url;
  anchor.rel = "noopener noreferrer nofollow";
  anchor.target = "_blank";
  anchor.textContent = link.text;
  const quit = document.createElement("button");
  quit.className = "link-button quit";
  quit.name = "remove";
  quit.value = `${question.dataset.question}:${index}`;
  quit.formNoValidate = true;
  const what = document.createElement("span");
  what.className = "hidden-visually";
  what.textContent = ` ${link.text}`;
  quit.append(words.remove, what);
  const line = document.createElement("li");
  line.dataset.url = link.url;
  const text = document.createElement("span");
  text.append(anchor);
  line.append(icon("link"), text, quit);
  return line;
}

// Questions that are no longer asked are put away; new ones are fetched and take their place in the order of the page.
export async function followVisible(form, visible) {
  const before = form.dataset.visible;
  form.dataset.visible = visible.join(" ");
  if (before === form.dataset.visible) return;
  for (const question of form.querySelectorAll("[data-question]")) {
    question.hidden = !visible.includes(question.dataset.question);
  }
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const list = fresh.getElementById("task-list");
  if (list) document.getElementById("task-list")?.querySelector("nav").replaceWith(list.querySelector("nav"));
  insertNew(form, fresh);
}

function insertNew(form, fresh) {
  let last = null;
  for (const question of fresh.querySelectorAll("#answers [data-question]")) {
    const here = document.getElementById(question.id);
    if (here) {
      last = here;
      continue;
    }
    const added = document.importNode(question, true);
    if (last) last.after(added);
    else form.querySelector("[data-question], .bar").before(added);
    last = added;
  }
}
