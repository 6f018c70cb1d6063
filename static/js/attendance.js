// Attendance: a tap shows at once and waits in the outbox until the server has it. What is kept
// names nobody: a row is its number. A later tap replaces one that has not left the phone.
import { addressOf, keepInOrder, recordOf, sender, sendPlainly, tapIn, waitingOf } from "./taps.js";
import "./walk-ins.js";

const queue = self.shopkitQueue;
const AFTER = { "": "present", present: "late", late: "left_early", left_early: "absent", absent: "present", excused: "present" };
const TONES = { "": "plain", present: "good", late: "wait", left_early: "wait", absent: "bad", excused: "plain" };
const ICONS = { "": "circle", present: "circle-check", late: "clock", left_early: "log-out", absent: "x", excused: "x" };
// As they are typed from a signed list.
const MARKS = { present: "", late: "m", left_early: "s", absent: "v", excused: "v" };
const CAME = ["present", "late", "left_early"];
const OLD_STORE = "taps:";

const parted = (tap) => tap.split(":");

function follow(form) {
  const words = new Map(form.dataset.words.split("|").map((pair) => pair.split("=")));
  const said = document.querySelector("[data-unsent]");
  const sentence = said.querySelector("span").textContent;
  const rows = document.querySelector("[data-unsent-rows]");
  const tally = [document.querySelector("[data-turns]"), document.querySelector("[data-people]")];
  let last = 0;
  let keeping = Promise.resolve();

  const buttonOf = (person) => form.querySelector(`button[value^="${person}:"]`);
  const rowOf = (person) => buttonOf(person)?.closest("li").value || "?";

  function show(person, status) {
    const button = buttonOf(person);
    if (!button) return;
    count(CAME.includes(status) - CAME.includes(button.dataset.status));
    button.className = `tap ${TONES[status]}${button.classList.contains("is-waiting") ? " is-waiting" : ""}`;
    button.dataset.status = status;
    button.value = `${person}:${AFTER[status]}`;
    button.querySelector("[data-word]").textContent = words.get(status || "none");
    const drawing = document.querySelector(`[data-icon="${ICONS[status]}"] svg`);
    const old = button.querySelector(".tap-state svg");
    if (drawing && old) old.replaceWith(drawing.cloneNode(true));
  }

  function count(more) {
    if (more) for (const one of tally) one.textContent = String(Number(one.textContent.replace(/\D/g, "")) + more);
  }

  async function tell() {
    const waiting = new Map((await waitingOf(form)).map((one) => parted(tapIn(one))));
    for (const button of form.querySelectorAll("button.tap")) {
      button.classList.toggle("is-waiting", waiting.has(parted(button.value)[0]));
    }
    said.hidden = rows.hidden = !waiting.size;
    said.querySelector("span").textContent = sentence.replace("#", waiting.size);
    const inOrder = [...waiting].sort(([one], [other]) => rowOf(one) - rowOf(other));
    rows.querySelector("b").textContent = inOrder.map(([person, status]) => rowOf(person) + MARKS[status]).join(", ");
    return waiting;
  }

  const send = sender(form, async (told, tap) => {
    const [person] = parted(tap);
    const waiting = await tell();
    if (!waiting.has(person) && buttonOf(person)) show(person, told.status);
    if (!waiting.size) [tally[0].textContent, tally[1].textContent] = [told.turns, told.people];
  });

  function keep(person, status) {
    last = Math.max(Date.now(), last + 1);
    const record = recordOf(form, `${person}:${status}`, form.dataset.title.replace("#", rowOf(person)), last);
    return keepInOrder(form, record, (tap) => parted(tap)[0] === person);
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "tap") return;
    event.preventDefault();
    const [person, status] = parted(button.value);
    show(person, status);
    button.classList.add("is-waiting");
    keeping = keeping.then(() => keep(person, status)).then(send, () => sendPlainly(form, `${person}:${status}`));
  });

  form.dataset.follows = "1";

  // What an earlier build kept in another place goes under the key it had.
  async function takeOver() {
    const name = OLD_STORE + form.dataset.attendance;
    const kept = JSON.parse(localStorage.getItem(name) || "null");
    for (const [person, { key, status }] of kept?.taps ?? []) {
      const record = recordOf(form, `${person}:${status}`, form.dataset.title.replace("#", rowOf(person)), kept.at);
      await queue.add({ ...record, key, fields: record.fields.slice(0, 1), state: "unknown" });
    }
    localStorage.removeItem(name);
  }

  async function begin() {
    await takeOver().catch(() => {});
    for (const [person, status] of await tell()) show(person, status);
    queue.listen(tell);
    await send();
  }
  begin().catch(() => {});
}

// A page that was kept before the day of class may be opened on it.
const early = document.querySelector("[data-early]");
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
if (early && today >= early.dataset.early) early.hidden = true;

for (const form of document.querySelectorAll("[data-attendance]")) if (addressOf(form)) follow(form);
