// A button whose answer only the server can give: without a network it opens what helps instead.
const queue = self.shopkitQueue;

const rest = (form, isResting) => form.dispatchEvent(new CustomEvent("form:rest", { bubbles: true, detail: isResting }));

function send(form, button) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  HTMLFormElement.prototype.submit.call(form);
}

async function ask(form, button) {
  setTimeout(() => rest(form, true));
  if (await queue.isOnline()) return send(form, button);
  rest(form, false);
  const help = document.getElementById(button.dataset.needsNetwork);
  help.hidden = false;
  help.tabIndex = -1;
  return help.focus();
}

// Before the outbox hears of it: this must not wait, because nobody would be there to see it.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.needsNetwork) return;
  event.preventDefault();
  ask(event.target, button);
}, { capture: true });
