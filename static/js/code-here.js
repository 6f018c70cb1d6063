// The page that makes a payment code without a network: what is typed never leaves the phone.
import { fold, inWords, parseAmount, shown } from "./amount.js";

const MEMORY = "code-here";
const MOST_FOUND = 12;
const LONGEST = { number: 30, holder: 80 };
const LOST_ZEROS = 1000; // traders say "hai lăm" for 25.000, and type it so
const SCREEN_SCALE = 8;

const form = document.querySelector("[data-here]");
const panel = document.querySelector("[data-code]");
const inputs = form.elements;
const language = document.documentElement.lang;
const says = document.querySelector("[data-says]").content;
const find = (name, inside = document) => inside.querySelector(`[data-${name}]`);
const banks = [...find("banks").children];
const words = (text) => fold(text).replace(/['’‘ʼ`´]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const oneLine = (text) => text.normalize("NFC").replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
let codes; // what a code carries, and how it is drawn
let symbols;
let isSure = null; // the reading that she chose, by what she had typed

// Come at the first touch, before they are needed; a phone that keeps pages has them already.
async function haveTools() {
  const all = [import("./payment-code.js"), import("./qr-symbol.js")];
  [codes, symbols] = await Promise.all(all);
}

function say(name, ...gaps) {
  const sentence = says.querySelector(`[data-say=${name}]`).textContent;
  return gaps.reduceRight((text, gap, at) => text.replace("#".repeat(at + 1), gap), sentence);
}

// Lower is better: a name that is begun, a word of one, a part of one.
function rank(names, query) {
  const joined = query.replaceAll(" ", "");
  if (names.split("|").some((name) => name.replaceAll(" ", "").startsWith(joined))) return 0;
  const parts = names.split(/[| ]/);
  if (query.split(" ").every((word) => parts.some((part) => part.startsWith(word)))) return 1;
  return names.replaceAll(" ", "").includes(joined) ? 2 : 9;
}

function showBanks() {
  const query = words(inputs["here-find"].value.slice(0, 100));
  const chosen = inputs.bank.value;
  const ranked = banks.map((row) => [query ? rank(row.dataset.names, query) : "known" in row.dataset ? 0 : 9, row]);
  const found = ranked.filter(([place]) => place < 9).sort(([one], [other]) => one - other).map(([, row]) => row);
  for (const row of banks) {
    const isChosen = row.firstElementChild.checked;
    row.hidden = chosen && !query ? !isChosen : !isChosen && !found.slice(0, MOST_FOUND).includes(row);
  }
  find("banks").append(...found);
  find("other").hidden = !chosen || Boolean(query);
  find("found").textContent = query ? say(found.length ? "touch" : "noBank") : chosen ? "" : say("known");
}

function holderFault(holder) {
  if (!holder) return say("noHolder");
  if ([...holder].length > LONGEST.holder) return say("long", LONGEST.holder, [...holder].length);
  return words(holder) ? "" : say("holder");
}

function numberFault(typed) {
  if (!typed) return say("noNumber");
  if ([...typed].length > LONGEST.number) return say("long", LONGEST.number, [...typed].length);
  return codes.accountNumber(typed) ? "" : say("number");
}

function amountRead(typed) {
  if (!typed) return {};
  if (isSure?.typed === typed) return { dong: isSure.dong };
  const { dong, readings, beyond } = parseAmount(typed);
  if (readings) return { readings };
  if (dong && codes.isTooDear(dong)) return { fault: say("dear") };
  // A price that lost its thousands is asked about too, the likelier reading first.
  if (dong && dong < LOST_ZEROS) return { readings: [dong * LOST_ZEROS, dong] };
  if (dong) return { dong };
  if (beyond > 0) return { fault: say("dear") };
  return { fault: say(beyond === 0 || /^\s*[-−]\s*\d/.test(typed) ? "low" : "amount") };
}

function showReadings(readings) {
  const place = find("readings");
  place.hidden = !readings;
  place.replaceChildren(...(readings ?? []).map((dong) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet" });
    button.append(shown(dong), Object.assign(document.createElement("small"), { textContent: inWords(dong, language) }));
    button.addEventListener("click", () => {
      isSure = { typed: oneLine(inputs.amount.value), dong };
      readBack();
      make();
    });
    return button;
  }));
}

function readBack() {
  const { dong } = amountRead(oneLine(inputs.amount.value));
  find("readback").textContent = dong ? `${shown(dong)} — ${inWords(dong, language)}` : "";
  if (dong) showReadings(null);
}

function typed() {
  const [number, holder, amount, purpose] = ["number", "holder", "amount", "purpose"].map((name) => oneLine(inputs[name].value));
  const read = amountRead(amount);
  const memo = codes.foldedPurpose(purpose);
  const faults = {
    bank: inputs.bank.value ? "" : say("bank"),
    number: numberFault(number),
    holder: holderFault(holder),
    amount: read.readings ? say("ask", read.readings.map(shown).join(say("or"))) : read.fault ?? "",
    purpose: codes.isTooLongPurpose(memo) ? say("long", 19, memo.length) : "",
  };
  return {
    faults, readings: read.readings, bin: inputs.bank.value, account: codes.accountNumber(number),
    holder: holder.toUpperCase(), amount: read.dong, purpose: memo,
  };
}

function showFaults(faults) {
  const summary = find("summary");
  const wrong = Object.entries(faults).filter(([, sentence]) => sentence);
  for (const [name, sentence] of Object.entries(faults)) {
    const error = document.getElementById(`here-${name}-error`);
    error.hidden = !sentence;
    error.lastElementChild.textContent = sentence;
    error.closest(".field").classList.toggle("field-wrong", Boolean(sentence));
    inputs[`here-${name}`]?.setAttribute("aria-invalid", String(Boolean(sentence)));
  }
  summary.lastElementChild.replaceChildren(...wrong.map(([name, sentence]) => {
    const link = Object.assign(document.createElement("a"), { href: `#here-${name === "bank" ? "find" : name}`, textContent: sentence });
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
  summary.hidden = !wrong.length;
  if (wrong.length) summary.focus();
  return wrong.length > 0;
}

function optional(element, text) {
  element.hidden = !text;
  element.textContent = text;
}

const bankName = () => form.querySelector(".choice:has([name=bank]:checked) b").textContent;

function picture(rows, drawSymbol) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = (rows.length + 8) * SCREEN_SCALE;
  drawSymbol(canvas.getContext("2d"), rows, 0, 0, SCREEN_SCALE);
  return canvas;
}

// The picture to keep says whom it pays: a bare code among a hundred photos tells nothing.
function labelled(rows, lines, drawSymbol) {
  const canvas = document.createElement("canvas");
  const width = 720;
  const scale = Math.floor(width / (rows.length + 8));
  const side = (rows.length + 8) * scale;
  canvas.width = width;
  canvas.height = side + lines.length * 52 + 40;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, canvas.height);
  drawSymbol(pen, rows, Math.floor((width - side) / 2), 0, scale);
  pen.textAlign = "center";
  lines.forEach((line, at) => {
    pen.font = `${at ? "" : "bold "}36px system-ui, sans-serif`;
    pen.fillText(line, width / 2, side + 40 + at * 52, width - 40);
  });
  return canvas;
}

async function offerSending(canvas) {
  const button = find("send-picture");
  const blob = await new Promise((done) => { canvas.toBlob(done); });
  const files = blob ? [new File([blob], "ma-qr.png", { type: "image/png" })] : [];
  button.hidden = !files.length || !navigator.canShare?.({ files });
  button.onclick = () => navigator.share({ files }).catch(() => {});
}

function showCode(code) {
  const { drawSymbol } = symbols;
  const { rows } = symbols.qrSymbol(codes.payload(code));
  const groups = code.account.match(/.{1,4}/g);
  const image = panel.querySelector("img");
  image.alt = image.alt.replace(/#|\S*$/, code.account);
  image.src = picture(rows, drawSymbol).toDataURL("image/png");
  const amount = code.amount ? shown(code.amount) : "";
  optional(find("amount"), amount);
  optional(find("words-of"), code.amount ? inWords(code.amount, language) : "");
  document.getElementById("here-payee").textContent = code.holder;
  find("number").replaceChildren(...groups.map((four) => Object.assign(document.createElement("span"), { textContent: four })));
  find("bank").textContent = bankName();
  const purpose = find("purpose");
  purpose.dataset.form ??= purpose.textContent;
  optional(purpose, code.purpose && purpose.dataset.form.replace("#", code.purpose));
  const lines = [code.holder, groups.join(" "), bankName(), amount, code.purpose].filter(Boolean);
  const whole = labelled(rows, lines, drawSymbol);
  find("save").href = whole.toDataURL("image/png");
  offerSending(whole);
  form.hidden = true;
  panel.hidden = false;
  panel.focus();
  scrollTo(0, 0);
}

function remember(code) {
  try {
    if (inputs.remember.checked) localStorage.setItem(MEMORY, JSON.stringify([code.bin, code.account, code.holder]));
    else localStorage.removeItem(MEMORY);
  } catch {
    // A browser that keeps nothing makes codes all the same.
  }
  find("forget").hidden = !inputs.remember.checked;
}

function recall() {
  try {
    const [bin, number, holder] = JSON.parse(localStorage.getItem(MEMORY)) ?? [];
    if (!bin) return;
    inputs.bank.value = bin;
    inputs.number.value = number;
    inputs.holder.value = holder;
    inputs.remember.checked = true;
    find("forget").hidden = false;
  } catch {
    // Nothing that can be read is nothing that is remembered.
  }
}

function forget() {
  inputs.remember.checked = false;
  for (const name of ["number", "holder"]) inputs[name].value = "";
  remember({});
  inputs.number.focus();
}

async function make() {
  try {
    await haveTools();
  } catch {
    return showFaults({ bank: say("unloaded") });
  }
  const code = typed();
  const isWrong = showFaults(code.faults);
  showReadings(code.readings);
  if (isWrong) return undefined;
  remember(code);
  return showCode(code);
}

function again() {
  panel.hidden = true;
  form.hidden = false;
  inputs.amount.focus();
}

const showOnline = () => { find("online").hidden = !navigator.onLine; };

// Before once.js hears of it: this form is never sent.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  make();
});
form.addEventListener("focusin", () => haveTools().catch(() => {}), { once: true });
form.addEventListener("input", (event) => {
  if (event.target.id === "here-find") showBanks();
  if (event.target.name === "amount") haveTools().then(readBack, () => {});
});
form.addEventListener("change", (event) => {
  if (event.target.name !== "bank") return;
  inputs["here-find"].value = "";
  showBanks();
});
find("other").addEventListener("click", () => {
  inputs.bank.forEach((one) => { one.checked = false; });
  showBanks();
  inputs["here-find"].focus();
});
find("forget").addEventListener("click", forget);
find("again").addEventListener("click", again);
addEventListener("online", showOnline);
addEventListener("offline", showOnline);
recall();
showBanks();
showOnline();
form.hidden = false;
