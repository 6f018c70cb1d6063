// The pad without a network: the code is made on this phone, for the account that the page names.
const queue = self.shopkitQueue;
const form = document.querySelector("[data-pad-here]");
const place = document.getElementById("pad-here");
const LEAST = 1000; // below it the server asks whether thousands were meant
const MOST = 499999999;
const SCALE = 8;

const rest = (isResting) => form.dispatchEvent(new CustomEvent("form:rest", { bubbles: true, detail: isResting }));
const part = (name) => place.querySelector(`[data-${name}]`);

function picture({ drawSymbol, qrSymbol }, text) {
  const { rows } = qrSymbol(text);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = (rows.length + 8) * SCALE;
  drawSymbol(canvas.getContext("2d"), rows, 0, 0, SCALE);
  return canvas.toDataURL("image/png");
}

function chosenAccount() {
  const all = [...place.querySelectorAll("[data-payee]")];
  const chosen = all.find((one) => one.dataset.payee === form.elements.account?.value) ?? all[0];
  for (const one of all) one.hidden = one !== chosen;
  return { bin: chosen.dataset.bin, account: chosen.dataset.number };
}

async function make(button) {
  const [codes, amounts, symbols] = await Promise.all([import("./payment-code.js"), import("./amount.js"), import("./qr-symbol.js")]);
  const amount = Number(button?.dataset.dong) || amounts.parseAmount(form.elements.amount.value).dong || 0;
  const isClear = amount >= LEAST && amount <= MOST;
  place.hidden = false;
  part("unclear").hidden = isClear;
  part("made").hidden = !isClear;
  if (isClear) {
    part("picture").src = picture(symbols, codes.payload({ ...chosenAccount(), amount }));
    part("dong").textContent = amounts.shown(amount);
    part("words").textContent = amounts.inWords(amount, document.documentElement.lang);
  }
  place.focus();
  place.scrollIntoView({ block: "start" });
}

async function ask(button) {
  setTimeout(() => rest(true));
  if (!(await queue.isOnline())) {
    rest(false);
    return make(button);
  }
  if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
  return HTMLFormElement.prototype.submit.call(form);
}

document.addEventListener("submit", (event) => {
  if (event.target !== form) return;
  event.preventDefault();
  ask(event.submitter);
}, { capture: true });
