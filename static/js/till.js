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
let audio = null;

function play(name) {
  if (!audio || !TUNES[name]) return;
  let at = audio.currentTime;
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
  for (const [key, one] of [...told(part)].reverse()) {
    if (before.has(key)) continue;
    one.classList.add("new-money");
    play(one.dataset.sound);
    say(one.dataset.say);
    const told = document.querySelector("[data-live-told]");
    if (told && one.dataset.say) told.textContent = one.dataset.say;
    part.dataset.lastSound = one.dataset.sound;
  }
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
