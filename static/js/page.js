// Every page: the focus goes to what must be read first; leaving warns while something is unsent on this machine.
import { countUnsent, forgetOld, purge } from "./queue.js";

document.querySelector("[data-focus-first]")?.focus();
forgetOld().catch(() => {});

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.confirmed) return;
    event.preventDefault();
    const unsent = await countUnsent();
    if (unsent > 0 && !window.confirm(form.dataset.signOut)) return;
    await purge();
    form.dataset.confirmed = "yes";
    form.submit();
  });
}
