// Keeps a part of the page fresh, and tells by sound and voice what came in.
const PAUSE = 3000;
const LONGEST_PAUSE = 30000;
const PATIENCE = 20000;
// Notes in hertz, each for so many seconds: rising is all there, falling is not, two alike unknown.
const TUNES = {
  full: [[660, 0.15], [880, 0.15], [1320, 0.35]],
  part: [[520, 0.3], [390, 0.3], [260, 0.6]],
  unknown: [[700, 0.15], [0, 0.12], [700, 0.15]],
};
// What is amiss is played last, because the last tune stays in the ear.
const ORDER = ["full", "unknown", "part"];
const REST = 0.3;
const MOST_TOLD = 3;
let audio = null;
let silentFrom = 0;

function play(name) {
  if (!audio || !TUNES[name]) return;
  let at = Math.max(audio.currentTime, silentFrom);
  for (const [hertz, seconds] of TUNES[name]) {
    if (hertz) {
      const note = audio.createOscillator();
      const volume = audio.createGain();
      note.type = name === "part" ? "square" : "sine";
      note.frequency.value = hertz;
      volume.gain.setValueAtTime(0.25, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + seconds);
      note.connect(volume).connect(audio.destination);
      note.start(at);
      note.stop(at + seconds);
    }
    at += seconds;
  }
  silentFrom = at + REST;
}

function say(words) {
  if (!audio || !words || !window.speechSynthesis) return;
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = document.documentElement.lang === "en" ? "en-GB" : "vi-VN";
  speechSynthesis.speak(spoken);
}

// Browsers let a page sound only after a touch.
function offerSound(button) {
  if (!window.AudioContext) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    audio = audio || new AudioContext();
    audio.resume();
    button.setAttribute("aria-pressed", "true");
    play("full");
  });
}

function told(part) {
  return new Map([...part.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
}

function tellNew(part, before) {
  const fresh = [...told(part)].filter(([key]) => !before.has(key)).map(([, one]) => one);
  for (const one of fresh) one.classList.add("new-money");
  const heard = fresh.reverse().filter((one) => one.dataset.sound);
  heard.sort((one, other) => ORDER.indexOf(one.dataset.sound) - ORDER.indexOf(other.dataset.sound));
  if (!heard.length) return;
  for (const one of heard) play(one.dataset.sound);
  part.dataset.lastSound = heard[heard.length - 1].dataset.sound;
  const words = wordsOf(heard, part.dataset.more);
  say(words);
  const line = document.querySelector("[data-live-told]");
  if (line && words) line.textContent = words;
}

// At most three payments in words, what is amiss among them, then how many more there are.
function wordsOf(heard, more) {
  const words = heard.map((one) => one.dataset.say).filter(Boolean).reverse();
  const rest = words.length - MOST_TOLD;
  const named = words.slice(0, MOST_TOLD);
  if (rest > 0 && more) named.push(more.replace("#", rest));
  return named.join("; ");
}

function follow(part) {
  const late = document.querySelector("[data-live-late]");
  let mark = part.dataset.mark ? `W/"${part.dataset.mark}"` : "";
  let pause = PAUSE;

  async function look() {
    if (document.hidden) {
      setTimeout(look, PAUSE);
      return;
    }
    try {
      const answer = await fetch(part.dataset.live, {
        headers: mark ? { "If-None-Match": mark } : {},
        cache: "no-store",
        signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
      });
      if (answer.redirected) {
        location.reload();
        return;
      }
      if (answer.status === 200 && "whole" in part.dataset) {
        // The code beside it is for an amount that no longer stands.
        location.reload();
        return;
      }
      if (answer.status === 200) {
        const before = told(part);
        part.innerHTML = await answer.text();
        mark = answer.headers.get("ETag") || "";
        tellNew(part, before);
        part.dispatchEvent(new CustomEvent("fresh", { bubbles: true }));
      } else if (answer.status !== 304) {
        throw new Error(answer.statusText);
      }
      pause = PAUSE;
      if (late) late.hidden = true;
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      if (late) late.hidden = false;
    }
    setTimeout(look, pause);
  }

  setTimeout(look, pause);
}

document.documentElement.classList.add("is-live");
for (const button of document.querySelectorAll("[data-sound-on]")) offerSound(button);
for (const part of document.querySelectorAll("[data-live]")) follow(part);
