// One question on the page: what its controls say now, and how to make them say something else.
import { icon } from "./status.js";

const PARTS = ["reason", "note"];

function controls(question, suffix) {
  return [...question.querySelectorAll("input, textarea")].filter((one) => one.name.startsWith(`${question.dataset.question}.${suffix}`));
}

export function part(question, name) {
  return question.querySelector(`[data-part="${name}"]`);
}

export function urlsOf(question) {
  return [...question.querySelectorAll("[data-proofs] [data-url]")].map((one) => one.dataset.url);
}

// The answer as the server takes it: {value, reason, note, urls}.
export function read(question) {
  const type = question.dataset.type;
  const body = { value: null, urls: urlsOf(question) };
  if (type === "matrix") {
    const rows = controls(question, "row.").filter((one) => one.checked);
    const prefix = `${question.dataset.question}.row.`;
    body.value = rows.length ? Object.fromEntries(rows.map((one) => [one.name.slice(prefix.length), one.value])) : null;
  } else if (type === "multiple") {
    const chosen = controls(question, "value").filter((one) => one.checked).map((one) => one.value);
    body.value = chosen.length ? chosen : null;
  } else if (type === "single") {
    body.value = controls(question, "value").find((one) => one.checked)?.value ?? null;
  } else {
    body.value = controls(question, "value")[0]?.value || null;
  }
  for (const name of PARTS) body[name] = part(question, name)?.value ?? "";
  return body;
}

// Puts an answer into the controls, such as one that was typed before a crash or one that a colleague saved.
export function write(question, body) {
  const type = question.dataset.type;
  const prefix = `${question.dataset.question}.row.`;
  for (const one of controls(question, type === "matrix" ? "row." : "value")) {
    if (type === "matrix") one.checked = body.value?.[one.name.slice(prefix.length)] === one.value;
    else if (type === "multiple") one.checked = (body.value ?? []).includes(one.value);
    else if (type === "single") one.checked = body.value === one.value;
    else one.value = body.value ?? "";
  }
  for (const name of PARTS) {
    const field = part(question, name);
    if (!field) continue;
    field.value = body[name] ?? "";
    const around = field.closest("details");
    if (around && field.value) around.open = true;
  }
}

// The words beside a chosen option, for showing an answer that is only known by its ids.
export function describe(question, value) {
  const type = question.dataset.type;
  const prefix = `${question.dataset.question}.row.`;
  if (value === null || value === undefined || value === "") return [];
  if (type === "matrix") {
    return Object.entries(value).map(([row, option]) => {
      const control = controls(question, "row.").find((one) => one.name === prefix + row && one.value === option);
      const name = control?.closest("fieldset")?.querySelector("legend")?.textContent ?? row;
      return `${name}: ${control?.closest("label")?.textContent.trim() ?? option}`;
    });
  }
  if (type === "single" || type === "multiple") {
    return [value].flat().map((option) => {
      const label = controls(question, "value").find((one) => one.value === option)?.closest("label");
      return label?.querySelector(".name, b")?.textContent.trim() ?? option;
    });
  }
  return [String(value)];
}

// An option that stands alone takes the others away, and is taken away by them.
export function keepExclusive(question, changed) {
  if (!changed.checked || question.dataset.type !== "multiple") return;
  for (const one of controls(question, "value")) {
    if (one !== changed && (changed.hasAttribute("data-exclusive") || one.hasAttribute("data-exclusive"))) one.checked = false;
  }
}

// What was wrong before this save, whether the server's page said it or the script did.
function clearErrors(question) {
  for (const link of document.querySelectorAll("#error-summary a")) {
    if (question.contains(document.getElementById(decodeURIComponent(link.hash.slice(1))))) link.closest("li").remove();
  }
  const summary = document.getElementById("error-summary");
  if (summary && !summary.querySelector("li")) summary.remove();
  for (const old of question.querySelectorAll(".error-text")) old.remove();
  for (const one of [question, ...question.querySelectorAll(".invalid")]) one.classList.remove("invalid");
  for (const one of question.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    const left = (one.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => document.getElementById(id));
    if (left.length) one.setAttribute("aria-describedby", left.join(" "));
    else one.removeAttribute("aria-describedby");
  }
}

export function showError(question, parts) {
  clearErrors(question);
  for (const [name, messages] of Object.entries(parts ?? {})) {
    const control = part(question, name) ?? controls(question, name === "value" ? "" : name)[0];
    if (!control) continue;
    const text = document.createElement("span");
    text.className = "error-text";
    text.id = `${control.id || question.id}-live-error`;
    const sentence = document.createElement("span");
    sentence.textContent = messages.join(" ");
    text.append(icon("warning"), sentence);
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${text.id}`.trim());
    control.closest(".field")?.classList.add("invalid");
    const place = control.matches("[type=radio], [type=checkbox]") ? control.closest("fieldset") : control;
    place.before(text);
    const around = control.closest("details");
    if (around) around.open = true;
  }
}
