// A festival stand: each tap counts at once on the screen and is sent when there is signal. What
// was not sent stays in this browser for a day, each tap with a key of its own, so that none is
// counted twice; nobody is named in it.
const KEPT = 24 * 3600 * 1000;
const PATIENCE = 20000;
const PAUSE = 2000;
const LONGEST_PAUSE = 30000;

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
const shownNumber = (element) => Number(element.textContent.replace(/\D/g, ""));
const grouped = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);

function follow(form) {
  const name = `counts:${form.dataset.counter}`;
  const said = document.querySelector("[data-unsent]");
  const sentence = said.querySelector("span").textContent;
  const total = document.querySelector("[data-total]");
  let taps = restored();
  let isSending = false;
  let pause = PAUSE;
  let timer = 0;

  function restored() {
    try {
      const kept = JSON.parse(localStorage.getItem(name)) || [];
      return kept.filter((one) => Date.now() - one.at < KEPT);
    } catch {
      return [];
    }
  }

  function keep() {
    said.hidden = !taps.length;
    said.querySelector("span").textContent = sentence.replace("#", taps.length);
    try {
      if (taps.length) localStorage.setItem(name, JSON.stringify(taps));
      else localStorage.removeItem(name);
    } catch {
      // A browser that keeps nothing still sends while the page is open.
    }
  }

  function more(element) {
    if (element) element.textContent = grouped(shownNumber(element) + 1);
  }

  function draw(tap) {
    more(form.querySelector(`[data-count="${tap}"]`));
    more(total);
  }

  function settle(told) {
    for (const [tap, number] of Object.entries(told.counts || {})) {
      const element = form.querySelector(`[data-count="${tap}"]`);
      if (element) element.textContent = grouped(number);
    }
    total.textContent = grouped(told.total);
  }

  async function post(one) {
    return fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "Idempotency-Key": one.key },
      body: new URLSearchParams({ csrf_token: form.elements.csrf_token.value, tap: one.tap }),
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
    });
  }

  async function sendFirst() {
    const one = taps[0];
    let answer = await post(one);
    if (answer.status === 400) {
      const fresh = await fetch("/api/csrf", { cache: "no-store" });
      form.elements.csrf_token.value = (await fresh.json()).token;
      answer = await post(one);
    }
    if (answer.status === 401) return location.reload();
    if (answer.status >= 500 || answer.status === 400) throw new Error(answer.statusText);
    taps = taps.filter((other) => other !== one);
    keep();
    pause = PAUSE;
    if (!answer.ok) return location.reload();
    const told = await answer.json();
    if (!taps.length) settle(told);
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    try {
      while (taps.length) await sendFirst();
    } catch {
      timer = setTimeout(send, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    isSending = false;
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "tap") return;
    event.preventDefault();
    taps.push({ key: newKey(), tap: button.value, at: Date.now() });
    draw(button.value);
    keep();
    send();
  });

  for (const one of taps) draw(one.tap);
  keep();
  send();
  addEventListener("online", send);
}

for (const form of document.querySelectorAll("[data-counter]")) follow(form);
