// The hash of a file is worked out in the browser; only the hash is sent.
const form = document.getElementById("verify");
const drop = document.getElementById("drop");
const input = document.getElementById("file");
const told = document.getElementById("hash-status");

async function verify(file) {
  told.textContent = told.dataset.working;
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    form.elements.text.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  } catch {
    told.textContent = told.dataset.failed;
    return;
  }
  form.requestSubmit();
}

if (crypto.subtle) {
  drop.hidden = false;
  input.addEventListener("change", () => input.files[0] && verify(input.files[0]));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files[0]) verify(event.dataTransfer.files[0]);
  });
}
