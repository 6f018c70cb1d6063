// What a trainer saw each do: a tap shows at once and waits in the outbox until the server has it.
// What is kept names nobody: a row is its number. A later tap on a cell replaces one not sent yet.
import { keepInOrder, recordOf, sender, sendPlainly, tapIn, waitingOf } from "./taps.js";

const queue = self.shopkitQueue;
const cellOf = (tap) => tap.slice(0, tap.lastIndexOf(":"));
const levelOf = (tap) => tap.slice(tap.lastIndexOf(":") + 1);

function follow(form) {
  const words = JSON.parse(form.dataset.skills);
  const said = document.querySelector("[data-unsent]");
  const sentence = said.querySelector("span").textContent;
  let last = 0;
  let keeping = Promise.resolve();

  const buttonsOf = (cell) => [...form.querySelectorAll(`button[value^="${cell}:"]`)];

  function show(tap) {
    const [cell, level] = [cellOf(tap), levelOf(tap)];
    for (const button of buttonsOf(cell)) {
      if (button.hasAttribute("aria-pressed")) press(button, levelOf(button.value) === level);
      else turn(button, cell, level);
    }
  }

  function press(button, isIt) {
    button.setAttribute("aria-pressed", String(isIt));
    button.className = `cell-button full level-${isIt ? levelOf(button.value) : "x"}`;
  }

  function turn(button, cell, level) {
    const next = words.after[level];
    button.className = `cell-button level-${level}`;
    button.querySelector("[data-level]").textContent = level;
    button.querySelector("small").textContent = words.short[level];
    button.value = `${cell}:${next}`;
    const about = { about: button.dataset.about, level: words.names[level].toLowerCase(), next };
    button.setAttribute("aria-label", words.said.replace(/\{(\w+)\}/g, (_whole, name) => about[name]));
  }

  async function tell() {
    const waiting = (await waitingOf(form)).map(tapIn);
    const cells = new Set(waiting.map(cellOf));
    for (const button of form.querySelectorAll("button[name=tap]")) {
      button.classList.toggle("is-waiting", cells.has(cellOf(button.value)));
    }
    said.hidden = !cells.size;
    said.querySelector("span").textContent = sentence.replace("#", cells.size);
    return waiting;
  }

  const send = sender(form, async (told) => {
    await tell();
    for (const [code, text] of Object.entries(told.able ?? {})) {
      const place = form.querySelector(`[data-able="${code}"]`);
      if (place) place.textContent = text;
    }
  });

  function keep(tap, row) {
    last = Math.max(Date.now(), last + 1);
    const record = recordOf(form, tap, form.dataset.title.replace("#", row), last);
    return keepInOrder(form, record, (other) => cellOf(other) === cellOf(tap));
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "tap") return;
    event.preventDefault();
    const tap = button.value;
    const { row } = button.closest("[data-row]").dataset;
    show(tap);
    keeping = keeping.then(() => keep(tap, row)).then(send, () => sendPlainly(form, tap));
  });

  async function begin() {
    for (const tap of await tell()) show(tap);
    queue.listen(tell);
    await send();
  }
  begin().catch(() => {});
}

for (const form of document.querySelectorAll("[data-skills]")) follow(form);
