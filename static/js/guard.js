// A form that only the server can take: without a network it stays as it is, filled in, instead of
// giving way to the browser's own page of errors. It hears of a sending last, after all others.
const queue = self.shopkitQueue;
const LEAST_KNOWN = 10000; // for so long the answer to the page itself says that there is a network
const opened = Date.now();

function say(name) {
  const place = document.querySelector("[data-outbox-said]");
  const words = document.querySelector("#outbox-words")?.content.querySelector(`[data-word=${name}]`);
  if (!place || !words) return;
  place.hidden = false;
  place.querySelector("p").textContent = words.textContent;
  place.scrollIntoView({ block: "nearest" });
}

function send(form, button) {
  if (button?.name) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  }
  if (button?.hasAttribute("formaction")) form.action = button.getAttribute("formaction");
  HTMLFormElement.prototype.submit.call(form);
}

async function look(form, button) {
  if (await queue.isOnline()) return send(form, button);
  form.dispatchEvent(new CustomEvent("form:rest", { bubbles: true, detail: false }));
  return say("filled");
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target) return;
  if (navigator.onLine && Date.now() - opened < LEAST_KNOWN) return;
  event.preventDefault();
  look(form, event.submitter);
});

// Inside a chat app nothing may be kept for long, and she cannot know.
const isInsideAnApp = !("share" in navigator) && !("speechSynthesis" in self) && !("serviceWorker" in navigator);
if (isInsideAnApp && document.querySelector("main form[method=post]")) say("inside");
