// Attendance: a tap shows at once and is sent as soon as there is signal. What could not be sent
// stays in this browser, without names, for at most a day; the server answers each row by itself.
const AFTER = { "": "present", present: "late", late: "left_early", left_early: "absent", absent: "present", excused: "present" };
const TONES = { "": "plain", present: "good", late: "wait", left_early: "wait", absent: "bad", excused: "plain" };
const ICONS = { "": "circle", present: "circle-check", late: "clock", left_early: "log-out", absent: "x", excused: "x" };
// As they are typed from a signed list.
const MARKS = { present: "", late: "m", left_early: "s", absent: "v", excused: "v" };
const KEPT = 24 * 3600 * 1000;
const PATIENCE = 20000;
const PAUSE = 2000;
const LONGEST_PAUSE = 30000;
const PREFIX = "taps:";

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) || null;
  } catch {
    return null;
  }
}

function keep(name, taps) {
  try {
    if (taps.size) localStorage.setItem(name, JSON.stringify({ at: Date.now(), taps: [...taps] }));
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing still sends while the page is open.
  }
}

// A shared phone forgets a class after a day.
function forgetOld() {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(PREFIX)) continue;
    const one = stored(name);
    if (!one || Date.now() - one.at > KEPT) localStorage.removeItem(name);
  }
}

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

function follow(form) {
  const name = PREFIX + form.dataset.attendance;
  const words = new Map(form.dataset.words.split("|").map((pair) => pair.split("=")));
  const said = document.querySelector("[data-unsent]");
  const sentence = said.querySelector("span").textContent;
  const rows = document.querySelector("[data-unsent-rows]");
  const known = stored(name);
  const taps = new Map(known ? known.taps : []);
  let isSending = false;
  let pause = PAUSE;
  let timer = 0;

  const buttonOf = (person) => form.querySelector(`button[value^="${person}:"]`);

  const rowOf = (person) => buttonOf(person)?.closest("li").value || "?";

  function show(person, status, isWaiting) {
    const button = buttonOf(person);
    if (!button) return;
    button.className = `tap ${TONES[status]}${isWaiting ? " is-waiting" : ""}`;
    button.dataset.status = status;
    button.value = `${person}:${AFTER[status]}`;
    button.querySelector("[data-word]").textContent = words.get(status || "none");
    const drawing = document.querySelector(`[data-icon="${ICONS[status]}"] svg`);
    const old = button.querySelector(".tap-state svg");
    if (drawing && old) old.replaceWith(drawing.cloneNode(true));
  }

  function tell() {
    said.hidden = !taps.size;
    said.querySelector("span").textContent = sentence.replace("#", taps.size);
    rows.hidden = !taps.size;
    rows.querySelector("b").textContent = [...taps].map(([person, tap]) => rowOf(person) + MARKS[tap.status]).join(", ");
    keep(name, taps);
  }

  function later() {
    clearTimeout(timer);
    if (taps.size) timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  async function token() {
    const answer = await fetch("/api/csrf", { cache: "no-store" });
    form.elements.csrf_token.value = (await answer.json()).token;
  }

  async function post(person, tap) {
    return fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "Idempotency-Key": tap.key },
      body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value, tap: `${person}:${tap.status}` }),
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
    });
  }

  async function sendOne(person, tap) {
    let answer = await post(person, tap);
    if (answer.status === 400) {
      await token();
      answer = await post(person, tap);
    }
    if (answer.status === 401) {
      location.reload();
      throw new Error("signed out");
    }
    if (answer.status >= 500 || answer.status === 400) throw new Error(answer.statusText);
    const told = await answer.json().catch(() => ({}));
    if (taps.get(person) === tap) taps.delete(person);
    if (!answer.ok) {
      // Refused for good: the page is drawn anew as the server knows it.
      keep(name, taps);
      location.reload();
      return;
    }
    if (!taps.has(person)) show(person, told.status, false);
    document.querySelector("[data-turns]").textContent = told.turns;
    document.querySelector("[data-people]").textContent = told.people;
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      while (taps.size) {
        const [person, tap] = taps.entries().next().value;
        await sendOne(person, tap);
        pause = PAUSE;
        tell();
      }
    } catch {
      later();
    }
    isSending = false;
    tell();
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "tap") return;
    event.preventDefault();
    const [person, status] = button.value.split(":");
    taps.set(person, { key: newKey(), status });
    show(person, status, true);
    tell();
    send();
  });

  for (const [person, tap] of taps) show(person, tap.status, true);
  tell();
  send();
  addEventListener("online", send);
}

forgetOld();
for (const form of document.querySelectorAll("[data-attendance]")) follow(form);
