// Reads a text aloud, only where this phone really has a voice for the language of the page.
const tongue = document.documentElement.lang;
const buttons = [...document.querySelectorAll("[data-say]")];

function voiceOf() {
  const fitting = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0] === tongue);
  return fitting.find((voice) => voice.localService) ?? fitting[0];
}

function offer() {
  const hasVoice = Boolean(voiceOf());
  for (const button of buttons) button.parentElement.hidden = !hasVoice;
}

function say(button) {
  const wasSaying = button.getAttribute("aria-pressed") === "true";
  speechSynthesis.cancel();
  for (const one of buttons) one.setAttribute("aria-pressed", "false");
  const voice = voiceOf();
  if (wasSaying || !voice) return;
  const spoken = new SpeechSynthesisUtterance(document.getElementById(button.dataset.say).textContent);
  spoken.voice = voice;
  spoken.lang = voice.lang.replace("_", "-");
  spoken.onend = () => button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(spoken);
}

if ("speechSynthesis" in window) {
  for (const button of buttons) button.addEventListener("click", () => say(button));
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
}
