// Signing out: refused while something of hers waits on this phone, for her next phone would not know it.
const queue = self.shopkitQueue;
const words = document.querySelector("#outbox-words").content;
const word = (name) => words.querySelector(`[data-word="${name}"]`);

async function refuse(form) {
  const all = await queue.waiting(document.documentElement.dataset.account).catch(() => []);
  if (!all.length) {
    const drafts = await queue.readAll("drafts").catch(() => []);
    for (const one of drafts) await queue.drop("drafts", one.name);
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  document.querySelector("[data-stays-here]")?.remove();
  const isToMend = all.every((one) => ["fix", "conflict"].includes(one.state));
  const panel = word(isToMend ? "stay-mend" : "stay").firstElementChild.cloneNode(true);
  panel.querySelector("b").textContent = word(isToMend ? "mend" : "left").textContent.replace("#", all.length);
  panel.querySelector("button")?.addEventListener("click", () => document.querySelector("[data-outbox] [data-send]").click());
  form.before(panel);
  panel.focus();
}

for (const form of document.querySelectorAll("[data-leaves]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    setTimeout(() => form.dispatchEvent(new CustomEvent("form:rest", { bubbles: true, detail: false }))); // nothing is on its way
    refuse(form);
  });
}
