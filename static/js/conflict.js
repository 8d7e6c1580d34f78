// Two people wrote the same answer: both texts side by side above the question, and three ways out.
import { describe, read, write } from "./answer.js";
import { fill, icon, words } from "./status.js";

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function side(question, title, body) {
  const lines = describe(question, body.value).map((line) => element("p", "", line));
  const texts = [body.reason, body.note].filter(Boolean).map((text) => element("p", "small preserve", text));
  const links = (body.urls ?? []).map((url) => element("p", "small", url));
  const nothing = lines.length + texts.length ? [] : [element("p", "muted", words.none)];
  return element("div", "", element("p", "field-label", title), ...lines, ...texts, ...links, ...nothing);
}

function merged(theirs, mine) {
  if (!mine || theirs?.includes(mine)) return theirs ?? "";
  return !theirs || mine.includes(theirs) ? mine : `${theirs}\n\n${mine}`;
}

function hasTexts(question, body) {
  return Boolean(body.note || body.reason || body.urls?.length || (question.dataset.type === "text" && body.value));
}

function button(text, className, action) {
  const made = element("button", `button small ${className}`, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

// `theirs` is {value, support: {note, reason, urls}, version, area}; `choose(kind, body)` is called once.
export function showConflict(question, theirs, when, choose) {
  const mine = read(question);
  const other = { value: theirs.value, ...theirs.support };
  const slot = question.querySelector("[data-conflict-slot]");
  const who = fill(words.conflictWho, { area: theirs.area || words.conflictUnknown, when });
  const title = element("p", "notice-title", icon("warning"), element("span", "", words.conflict));
  const done = (kind, body) => {
    slot.replaceChildren();
    question.focus();
    if (kind !== "mine") write(question, body);
    choose(kind, body);
  };
  const merge = button(words.merge, "outlined", () => {
    const urls = [...new Set([...(other.urls ?? []), ...mine.urls])];
    const value = question.dataset.type === "text" ? merged(other.value, mine.value) : mine.value;
    done("merged", { ...mine, value, urls, note: merged(other.note, mine.note), reason: merged(other.reason, mine.reason) });
  });
  const buttons = element(
    "p",
    "row",
    button(words.keepMine, "", () => done("mine", mine)),
    button(words.keepTheirs, "outlined", () => done("theirs", other)),
    ...(hasTexts(question, other) || hasTexts(question, mine) ? [merge] : []),
  );
  const both = element("div", "conflict", side(question, words.theirs, other), side(question, words.mine, mine));
  const notice = element("div", "notice warning", title, element("p", "", who), both, buttons);
  notice.setAttribute("role", "alert");
  notice.tabIndex = -1;
  slot.replaceChildren(notice);
  notice.focus();
}
