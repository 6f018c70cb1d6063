// A festival stand: each tap counts at once on the screen and waits in the outbox under a key of its
// own until the server has it, so that none is counted twice; nobody is named in it.
import { dropUntried, recordOf, sender, sendPlainly, tapIn, waitingOf } from "./taps.js";

const queue = self.shopkitQueue;
const OLD_STORE = "counts:";
const shownNumber = (element) => Number(element.textContent.replace(/\D/g, ""));
const grouped = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);

function follow(form) {
  const said = document.querySelector("[data-unsent]");
  const sentence = said.querySelector("span").textContent;
  const total = document.querySelector("[data-total]");
  const undo = document.querySelector("[data-undo]");
  let last = 0;
  let keeping = Promise.resolve();

  async function tell() {
    const waiting = await waitingOf(form);
    said.hidden = !waiting.length;
    said.querySelector("span").textContent = sentence.replace("#", waiting.length);
    return waiting;
  }

  function draw(tap, more = 1) {
    for (const element of [form.querySelector(`[data-count="${tap}"]`), total]) {
      if (element) element.textContent = grouped(shownNumber(element) + more);
    }
  }

  const send = sender(form, async (told) => {
    if ((await tell()).length) return;
    for (const [tap, number] of Object.entries(told.counts || {})) {
      const element = form.querySelector(`[data-count="${tap}"]`);
      if (element) element.textContent = grouped(number);
    }
    total.textContent = grouped(told.total);
  });

  function keep(tap) {
    last = Math.max(Date.now(), last + 1);
    return queue.add(recordOf(form, tap, form.dataset.title, last));
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "tap") return;
    event.preventDefault();
    const tap = button.value;
    draw(tap);
    keeping = keeping.then(() => keep(tap)).then(send, () => sendPlainly(form, tap));
  });

  // The last tap is taken back where it is: on this phone, or on the server.
  async function takeBack() {
    const latest = (await waitingOf(form)).at(-1);
    if (!latest) return HTMLFormElement.prototype.submit.call(undo);
    if (await dropUntried(latest.key)) draw(tapIn(latest), -1);
    undo.dispatchEvent(new CustomEvent("form:rest", { bubbles: true, detail: false }));
    return tell();
  }

  undo?.addEventListener("submit", (event) => {
    event.preventDefault();
    takeBack().catch(() => HTMLFormElement.prototype.submit.call(undo));
  });

  // What an earlier build kept in another place goes under the key it had.
  async function takeOver() {
    const name = OLD_STORE + form.dataset.counter;
    for (const { key, tap, at } of JSON.parse(localStorage.getItem(name) || "[]")) {
      const record = recordOf(form, tap, form.dataset.title, at);
      await queue.add({ ...record, key, fields: record.fields.slice(0, 1), state: "unknown" });
    }
    localStorage.removeItem(name);
  }

  async function begin() {
    await takeOver().catch(() => {});
    for (const one of await tell()) draw(tapIn(one));
    queue.listen(tell);
    await send();
  }
  begin().catch(() => {});
}

for (const form of document.querySelectorAll("[data-counter]")) follow(form);
