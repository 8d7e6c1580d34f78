// Sends the unsent edits of this page's owner, in order, one at a time; a reply says «saved» only after the commit.
import * as queue from "./queue.js";

const RETRY_FROM = 1000;
const RETRY_TO = 30000;

export class Sender {
  // `told` has one function for each thing that can happen; `versions` knows the version each question has now.
  constructor({ owner, address, told, versions, token }) {
    Object.assign(this, { owner, address, told, versions, token });
    this.paused = new Map();
    this.wait = RETRY_FROM;
    this.running = null;
    this.writing = null;
    this.timer = 0;
    window.addEventListener("online", () => this.flush());
  }

  // Keeps the edit on this machine at once; it travels when `delay` has passed.
  async add(question, body, delay) {
    const version = this.versions.get(question);
    const edit = { owner: this.owner, question, body, version, edit: crypto.randomUUID(), at: Date.now() };
    this.paused.delete(question);
    this.told.pending();
    this.writing = queue.put(edit);
    await this.writing;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  // The same edit again: only sooner.
  hasten(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  unsent() {
    return queue.list(this.owner);
  }

  // Sends what can be sent, what is being written down at this moment too; true when nothing is left.
  async flush() {
    clearTimeout(this.timer);
    await this.writing;
    for (let goes = true; goes && (await this.next()); ) {
      this.running ??= this.alone(() => this.sendAll()).finally(() => {
        this.running = null;
      });
      goes = await this.running;
    }
    return (await this.unsent()).length === 0;
  }

  async next() {
    return (await this.unsent()).find((edit) => !this.paused.has(edit.question));
  }

  // Two tabs of the same person never send the same edit at the same time.
  async alone(work) {
    if (!navigator.locks) return work();
    try {
      return await navigator.locks.request(`evaluacion-${this.owner}`, work);
    } catch (error) {
      if (error.name !== "SecurityError") throw error;
      return work(); // refused where storage is blocked: then no other tab has these edits
    }
  }

  async sendAll() {
    for (;;) {
      const next = await this.next();
      if (!next) return true;
      const slow = setTimeout(() => this.told.saving(), 400);
      const goes = await this.send(next);
      clearTimeout(slow);
      if (!goes) return false;
    }
  }

  async send(edit) {
    let response;
    try {
      response = await fetch(`${this.address}/${encodeURIComponent(edit.question)}`, {
        method: "PUT",
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "If-Match": `"${edit.version}"`,
          "Idempotency-Key": edit.edit,
          "X-CSRFToken": this.token.value,
        },
        body: JSON.stringify(edit.body),
      });
    } catch {
      this.later();
      this.told.offline((await this.unsent()).length);
      return false;
    }
    const body = await response.json().catch(() => ({}));
    return this.answered(edit, response.status, body);
  }

  async answered(edit, code, body) {
    if (code === 200) {
      this.wait = RETRY_FROM;
      this.versions.set(edit.question, body.version);
      await queue.forget(edit);
      await this.raise(edit.question, body.version);
      this.told.saved(edit, body, (await this.unsent()).length);
      return true;
    }
    if (code === 400 && body.csrf_token && !edit.renewed) {
      this.token.value = body.csrf_token;
      edit.renewed = true;
      return this.send(edit);
    }
    if (code === 401) {
      this.told.signedOut();
      return false;
    }
    if (code === 409) {
      this.paused.set(edit.question, "conflict");
      this.told.conflict(edit, body);
      return true;
    }
    if ([400, 403, 404, 413, 422].includes(code)) {
      this.paused.set(edit.question, "invalid");
      this.told.invalid(edit, body);
      return true;
    }
    this.later();
    this.told.failed(body.message ?? "");
    return false;
  }

  // What was written while its predecessor travelled stands on the version that came back.
  async raise(question, version) {
    const newer = (await this.unsent()).find((one) => one.question === question);
    if (newer) await queue.put({ ...newer, version });
  }

  // The person chose: the edit stands on the other one's version from now on.
  async overrule(question, body, version) {
    this.versions.set(question, version);
    await this.add(question, body, 0);
  }

  async yieldTo(question, version) {
    this.versions.set(question, version);
    this.paused.delete(question);
    const edit = (await this.unsent()).find((one) => one.question === question);
    if (edit) await queue.forget(edit);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, RETRY_TO);
  }
}
