// What this page has to do with the outbox: it takes over the forms that may wait, shows what is
// waiting, and sends it whenever there is a chance.
import "./queue.js";

const queue = self.shopkitQueue;
const root = document.documentElement;
const isShell = root.hasAttribute("data-shell");
const words = new Map();
const bar = document.querySelector("[data-outbox]");
const TICK = 15000;
const BUSY = 2000; // another tab, or this page, is sending
const SLOW = 4000;
const SECOND_TAP = 600;
const LONGEST_SIDE = 1280;
const MOMENT = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" };
const cameByWorker = Boolean(navigator.serviceWorker?.controller);
let timer = 0;

for (const one of document.querySelector("#outbox-words")?.content.children ?? []) words.set(one.dataset.word, one.innerHTML);
const word = (name, number = "") => (words.get(name) ?? "").replace("#", number);

// The pages that any phone keeps name nobody; there the store knows whose phone it is.
async function account() {
  return isShell ? (await queue.noted("here").catch(() => null)) || "-" : root.dataset.account;
}

function element(markup) {
  const holder = document.createElement("template");
  holder.innerHTML = markup;
  return holder.content.firstElementChild;
}

// --- what waits ------------------------------------------------------------------------------

async function draw() {
  if (!bar) return;
  let mine = [];
  let others = 0;
  let whose = "-";
  try {
    whose = await account();
    const all = await queue.waiting();
    mine = all.filter((one) => one.account === whose);
    others = all.length - mine.length;
  } catch {
    return; // a browser that keeps nothing has nothing waiting
  }
  const toMend = mine.filter((one) => ["fix", "conflict"].includes(one.state)).length;
  const toSend = whose === "-" ? others : mine.length - toMend;
  const needsSignIn = mine.some((one) => one.state === "login") || (whose === "-" && others > 0);
  const isPortal = await queue.noted("portal");
  bar.hidden = !mine.length && !others;
  bar.querySelector("[data-others]").hidden = !others || whose === "-";
  bar.querySelector("[data-others]").textContent = word("others", others);
  bar.querySelector("[data-sign-in]").hidden = !needsSignIn;
  bar.querySelector("[data-count]").hidden = !toSend;
  bar.querySelector("[data-count] b").textContent = word("count", toSend);
  bar.querySelector("[data-mend]").hidden = !toMend;
  bar.querySelector("[data-mend] b").textContent = word("mend", toMend);
  const why = needsSignIn ? "login" : isPortal ? "portal" : (await isPaused()) ? "away" : "";
  bar.querySelector("[data-why]").textContent = why && toSend ? word(why) : "";
  dispatchEvent(new CustomEvent("outbox:changed", { detail: mine }));
}

async function isPaused() {
  return ((await queue.noted("pause"))?.until ?? 0) > Date.now();
}

// --- sending ---------------------------------------------------------------------------------

const isSavingData = () => navigator.connection?.saveData === true;
const isOnCable = () => [undefined, "wifi", "ethernet"].includes(navigator.connection?.type);

async function photosToo() {
  const isWifiOnly = await queue.noted("photos_by_wifi");
  return !isWifiOnly || (isOnCable() && !isSavingData());
}

async function go({ urgent = false, fresh = false } = {}) {
  clearTimeout(timer);
  try {
    const round = await queue.sendAll({ urgent, fresh, photos: urgent || (await photosToo()) });
    if (round.sent) say(word("sent", round.sent));
    if (round.is === "busy") timer = setTimeout(go, BUSY);
    else if (round.left) await ring();
  } catch {
    return; // no store: nothing waits
  }
  await draw();
}

async function ring() {
  const { until = 0 } = (await queue.noted("pause")) || {};
  const soonest = Math.min(...(await queue.waiting()).map((one) => one.next_at || Infinity), until || Infinity);
  const wait = Number.isFinite(soonest) ? Math.max(1000, soonest - Date.now()) : TICK;
  timer = setTimeout(go, wait);
}

async function askForSync() {
  const worker = await navigator.serviceWorker?.ready;
  // A bonus of some phones; the page sends at its next chance all the same.
  await worker?.sync?.register("outbox").catch(() => {});
}

function say(sentence) {
  const place = document.querySelector("[data-outbox-said]");
  if (!place) return;
  place.hidden = false;
  place.querySelector("p").textContent = sentence;
}

// --- a form that may wait --------------------------------------------------------------------

function fieldsOf(form, button) {
  const data = new FormData(form, button && button.name ? button : undefined);
  const fields = [];
  for (const [name, value] of data) {
    if (typeof value === "string" && name !== "csrf_token" && name !== "_key") fields.push([name, value]);
  }
  return fields;
}

const filesOf = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);

async function photosOf(form, rid) {
  const address = form.dataset.photoUrl;
  if (!address) return [];
  const photos = [];
  for (const file of filesOf(form)) {
    let bytes;
    let type = "image/jpeg";
    try {
      bytes = await queue.smaller(file, LONGEST_SIDE);
    } catch {
      bytes = await file.arrayBuffer(); // a kind that this browser cannot draw; the server may
      type = file.type || "image/heic";
    }
    photos.push({ url: address.replace("{rid}", rid), bytes, type, title: form.dataset.outboxForm });
  }
  return photos;
}

// What it is called in the list of what waits: so that one sale is told from another.
function titleOf(form, button) {
  const named = (form.dataset.titleField ?? "").split(" ").map((name) => form.elements[name]?.value?.trim());
  const pressed = form.hasAttribute("data-title-button") && button?.textContent.trim();
  const said = [...named, pressed].filter(Boolean).join(" · ");
  return [form.dataset.outboxForm, said].filter(Boolean).join(" · ");
}

async function recordOf(form, button) {
  const isPhotoOnly = form.dataset.method === "PUT";
  const noted = form.elements.noted_at;
  // What is opened again to be mended was made when it was first tapped.
  if (noted && !(form.dataset.mends && noted.value)) noted.value = new Date().toISOString();
  const made = form.elements.rid;
  if (made && !made.value) made.value = queue.newKey();
  const rid = made?.value || form.dataset.rid || queue.newKey();
  const record = {
    rid, account: root.dataset.account, url: button?.getAttribute("formaction") || form.getAttribute("action") || location.pathname + location.search,
    method: isPhotoOnly ? "PUT" : "POST", fields: isPhotoOnly ? [] : fieldsOf(form, button), title: titleOf(form, button),
    base_version: form.elements.version?.value ?? null, page: form.dataset.page || location.pathname + location.search, build: form.dataset.build || "",
  };
  return { record, photos: await photosOf(form, rid) };
}

async function take(form, button) {
  const { record, photos } = await recordOf(form, button);
  const opened = form.dataset.mends;
  if (opened) {
    // The refused one was kept nowhere: what is mended goes under the same key.
    const { rid, ...mended } = record;
    const known = await queue.change(opened, { ...mended, state: "wait", errors: {}, conflict: null, tries: 0, next_at: 0 });
    if (known && photos.length) await queue.add({ ...record, method: "PUT", after: opened }, photos);
    if (known) return { record: known, isPhotoOnly: false };
  }
  const before = record.base_version === null ? null : await earlierChange(record);
  if (before) {
    const told = before.fields.filter(([name]) => name === "version" || name.startsWith("was_"));
    const fields = [...record.fields.filter(([name]) => name !== "version" && !name.startsWith("was_")), ...told];
    const known = await queue.change(before.key, { fields, state: "wait", errors: {}, tries: 0, next_at: 0 });
    if (known && photos.length) await queue.add({ ...record, method: "PUT", after: known.key }, photos);
    if (known) return { record: known, isPhotoOnly: false };
  }
  navigator.storage?.persist?.().catch(() => {});
  return { record: await queue.add(record, photos), isPhotoOnly: record.method === "PUT" };
}

// A change of the same thing that has not left the phone: the later one stands for both, beside
// what the first one began from.
async function earlierChange(record) {
  const isSame = (one) => one.url === record.url && one.account === record.account && one.method === "POST";
  return (await queue.waiting()).find((one) => isSame(one) && ["wait", "fix", "login"].includes(one.state));
}

async function submit(form, button) {
  if (form.dataset.method === "PUT" && !filesOf(form).length) {
    setTimeout(() => showErrors(form, { errors: { photo: [form.dataset.needs] } })); // after the buttons rest
    return undefined;
  }
  let taken;
  try {
    taken = await take(form, button);
  } catch {
    return plain(form, button);
  }
  forgetDraft(form);
  const slow = setTimeout(() => hold(form, "slow"), SLOW);
  const outcome = await sendNow(taken, form);
  clearTimeout(slow);
  if (outcome.is === "sent") {
    if (!form.isConnected || form.closest("[data-held]")) return draw();
    return arrivedAt(form, outcome.location);
  }
  if (outcome.is === "ask" || (outcome.is === "fix" && !showErrors(form, outcome.words))) {
    // The server asks something that only its own page can ask.
    await queue.remove(outcome.key ?? taken.record.key);
    return plain(form, button, taken.record.key);
  }
  if (outcome.is === "fix") {
    await queue.remove(outcome.key ?? taken.record.key);
    rest(form, false);
    return undefined;
  }
  if (outcome.is === "conflict") return location.assign("/outbox");
  const errors = outcome.is === "away" && (await lacking(form));
  if (errors) {
    // Asked for while she is here; the server would say it when nobody looks.
    await queue.remove(taken.record.key);
    return showErrors(form, { errors });
  }
  hold(form, outcome.is === "login" ? "login" : "held");
  askForSync();
  await go();
  // Forms of one tap lead on by themselves; what waits is told above every page.
  if (form.hasAttribute("data-goes-on") && outcome.is !== "login") {
    await queue.note("held", `${word("held-here")} ${taken.record.title}`).catch(() => {});
    location.assign(form.dataset.onward);
  }
  return undefined;
}

// The one just typed goes first, with the token of its page, so that it costs one way there and back.
async function sendNow({ record, isPhotoOnly }, form) {
  // Nothing has left the phone while nobody answers: it can still be changed or thrown away.
  if (!(await queue.isOnline())) return { is: "away" };
  const round = await queue.alone(async () => {
    const hand = { token: form.elements.csrf_token?.value || "", account: root.dataset.account };
    const all = await queue.waiting();
    if (isPhotoOnly) return sendPhoto(all.find((one) => one.rid === record.rid), hand);
    // What was typed before about the same thing goes first; its photos come after all text.
    if (all.some((one) => one.key !== record.key && one.rid === record.rid && one.method !== "PUT")) return { is: "round" };
    return queue.send(record, hand, { hasWaited: false }).catch(() => ({ is: "gone" }));
  });
  if (round.is !== "round") return round;
  const sent = await queue.sendAll({ urgent: true });
  return sent.left ? { is: "gone" } : { is: "sent", location: "" };
}

// A photo that is the whole of its form: where it leads, or at the photo what is wrong with it.
async function sendPhoto(photo, hand) {
  const outcome = await queue.send(photo, hand, { hasWaited: false }).catch(() => ({ is: "gone" }));
  if (outcome.words?.error !== "photo") return outcome;
  return { is: "fix", key: photo.key, words: { errors: { photo: [outcome.words.message] } } };
}

function arrivedAt(form, address) {
  const here = form.dataset.then || address || location.href;
  if (new URL(here, location.href).href.split("#")[0] === location.href.split("#")[0]) return location.reload();
  return location.assign(here);
}

// Without a store the form goes as it always could, under a key of its own; without a network
// either, it stays filled.
async function plain(form, button, key) {
  if (!(await queue.isOnline().catch(() => navigator.onLine))) {
    rest(form, false);
    say(word("unkept"));
    return;
  }
  if (form.elements._key && key) form.elements._key.value = key;
  if (form.elements.csrf_token) {
    const hand = await queue.handshake().catch(() => null);
    if (hand) form.elements.csrf_token.value = hand.token;
  }
  if (button?.name) {
    const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(chosen);
  }
  if (button?.hasAttribute("formaction")) form.action = button.getAttribute("formaction");
  HTMLFormElement.prototype.submit.call(form);
}

const rest = (form, isResting) => form.dispatchEvent(new CustomEvent("form:rest", { bubbles: true, detail: isResting }));

// In place of the form: it lies on this phone, and what can be done now.
function hold(form, why) {
  if (form.closest("[data-held]")) return;
  const panel = element(word("held"));
  panel.querySelector("[data-text]").textContent = (why === "held" && form.dataset.heldWords) || word(`held-${why}`);
  const onward = panel.querySelector("[data-onward]");
  onward.href = form.dataset.onward || location.href.split("#")[0];
  form.hidden = true;
  form.before(panel);
  // The second tap of two is for the button that was here, not for what has come in its place.
  document.body.style.pointerEvents = "none";
  setTimeout(() => { document.body.style.pointerEvents = ""; }, SECOND_TAP);
  panel.tabIndex = -1;
  panel.focus();
  draw();
}

const lacking = (form) => import("./lacks.js").then(({ lacks }) => lacks(form, word)).catch(() => null);

// The words of the server, as its own page would show them. False where it asks for what this page lacks.
function showErrors(form, told) {
  const errors = Object.entries(told?.errors ?? {});
  if (!errors.length || errors.some(([name]) => name && !form.elements[name])) return false;
  clearErrors(form);
  const list = document.createElement("ul");
  for (const [name, sentences] of errors) {
    const field = name ? [form.elements[name]].flat()[0] : null;
    const input = field instanceof RadioNodeList ? field[0] : field;
    for (const sentence of sentences) list.append(errorLine(input, sentence));
    if (input) markWrong(input, sentences[0]);
  }
  const summary = element(word("errors"));
  summary.dataset.errors = "";
  summary.append(list);
  form.before(summary);
  if (!document.title.startsWith(word("error"))) document.title = `${word("error")} ${document.title}`;
  rest(form, false);
  summary.focus();
  return true;
}

function errorLine(input, sentence) {
  const line = document.createElement("li");
  if (!input?.id) {
    line.textContent = sentence;
    return line;
  }
  line.append(Object.assign(document.createElement("a"), { href: `#${input.id}`, textContent: sentence }));
  return line;
}

function markWrong(input, sentence) {
  const field = input.closest(".field");
  if (!field) return;
  field.classList.add("field-wrong");
  const line = element(word("wrong"));
  line.id = `${input.id}-error`;
  line.querySelector("span").textContent = sentence;
  field.querySelector("label, legend")?.after(line);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", line.id);
}

function clearErrors(form) {
  document.querySelector(".error-summary")?.remove();
  for (const line of form.querySelectorAll(".error")) line.remove();
  for (const field of form.querySelectorAll(".field-wrong")) field.classList.remove("field-wrong");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

// --- a form that is opened again -------------------------------------------------------------

// What she typed while the page was still fetching its scripts and its store is hers, and stays.
const typed = new WeakMap(); // a form -> the names of those fields

function watchTyping(form) {
  const asItCame = form.cloneNode(true);
  asItCame.reset();
  const [is, came] = [form, asItCame].map((one) => new FormData(one));
  const names = [...form.elements].map((part) => part.name).filter((name) => String(is.getAll(name)) !== String(came.getAll(name)));
  const kept = new Set(names);
  form.addEventListener("input", (event) => event.isTrusted && kept.add(event.target.name));
  typed.set(form, kept);
}

function fill(form, fields, kept = typed.get(form)) {
  for (const part of form.elements) {
    if (!part.name || ["csrf_token", "_key"].includes(part.name) || part.type === "submit" || part.type === "file" || kept.has(part.name)) continue;
    const values = fields.filter(([name]) => name === part.name).map(([, value]) => value);
    if (part.type === "checkbox" || part.type === "radio") part.checked = values.includes(part.value);
    else if (values.length) part.value = values[0];
    part.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

async function openAgain(form) {
  const key = new URLSearchParams(location.hash.slice(1)).get("outbox");
  const record = key && (await queue.read("outbox", key).catch(() => null));
  if (!record || record.account !== (await account())) return false;
  // Held back while she changes it: sent meanwhile, the change would be a second one.
  if (["wait", "login"].includes(record.state)) await queue.change(key, { state: "fix" });
  fill(form, record.fields);
  form.dataset.mends = key;
  if (Object.keys(record.errors ?? {}).length) showErrors(form, { errors: record.errors });
  return true;
}

// --- a form half filled ----------------------------------------------------------------------

const DRAFT_KEPT = 24 * 3600 * 1000;

const typing = new WeakMap(); // a form -> the timer after which what is typed is kept

function forgetDraft(form) {
  clearTimeout(typing.get(form));
  const drop = (part) => queue.drop("drafts", form.dataset.draft + part).catch(() => {});
  return Promise.all(["", " photos"].map(drop));
}

async function restoreDraft(form) {
  const draft = await queue.read("drafts", form.dataset.draft).catch(() => null);
  if (!draft || Date.now() - draft.at > DRAFT_KEPT) return;
  const before = fieldsOf(form);
  if (JSON.stringify(before) === JSON.stringify(draft.fields)) return;
  // With the version that it was typed against: what others changed meanwhile must be noticed.
  fill(form, draft.fields.filter(([name]) => name !== "rid"));
  const told = element(word("draft"));
  told.querySelector("button").addEventListener("click", async () => {
    form.dispatchEvent(new Event("form:empty"));
    await forgetDraft(form);
    fill(form, before, new Set());
    told.remove();
  });
  form.before(told);
}

function keepDraft(form) {
  form.addEventListener("input", () => {
    clearTimeout(typing.get(form));
    if (form.hasAttribute("data-sent")) return;
    const keep = () => queue.put("drafts", { name: form.dataset.draft, at: Date.now(), fields: fieldsOf(form) }).catch(() => {});
    typing.set(form, setTimeout(keep, 400));
  });
}

// --- the start -------------------------------------------------------------------------------

function follow(form) {
  // There may be no network when it is sent.
  form.addEventListener("focusin", () => lacking(form), { once: true });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (form.hasAttribute("data-sent")) return;
    // At once: the second click of two must not find the form awake.
    form.setAttribute("data-sent", "");
    const button = event.submitter;
    setTimeout(() => form.hasAttribute("data-sent") && rest(form, true));
    submit(form, button).catch(() => plain(form, button));
  });
}

async function begin() {
  const forms = document.querySelectorAll("form[data-outbox-form]");
  // Before anything is waited for: other modules keep their part under this name.
  for (const form of forms) {
    watchTyping(form);
    form.dataset.draft = `${root.dataset.account} ${form.getAttribute("action") || location.pathname}`;
  }
  if (!isShell) await queue.note("here", root.dataset.account).catch(() => {});
  // A form of one tap has led on: what it said is told once, on the next page.
  const held = await queue.noted("held").catch(() => {});
  if (held) say(held);
  if (held) queue.note("held", "").catch(() => {});
  for (const form of forms) {
    follow(form);
    const isOpenedAgain = await openAgain(form);
    if (form.hasAttribute("data-no-draft")) continue;
    if (!isOpenedAgain) await restoreDraft(form);
    keepDraft(form);
  }
}

async function hello() {
  if (!navigator.serviceWorker) return;
  // A page that came by a worker does not wait for news of a newer one: the line may hang.
  const newest = navigator.serviceWorker.register("/sw.js").catch(() => {});
  if (!cameByWorker) await newest;
  const { active } = await navigator.serviceWorker.ready;
  const ahead = [...document.querySelectorAll("a[data-keep]")].map((link) => link.href);
  // The page that brought the worker came before it could be kept.
  if (!cameByWorker) ahead.unshift(location.href.split("#")[0]);
  const whose = isShell ? undefined : root.dataset.account;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { root.dataset.worker = "ready"; };
  active.postMessage({ account: whose, language: root.lang, isKept: true, ahead: isSavingData() ? [] : ahead }, [channel.port2]);
}

navigator.serviceWorker?.addEventListener("message", (event) => {
  if (!event.data?.keptAt || isShell) return;
  // What was told once is not told again by a page that was kept.
  document.querySelectorAll("[data-flash]").forEach((told) => told.remove());
  const time = new Intl.DateTimeFormat(root.lang, MOMENT).format(event.data.keptAt);
  say(word("kept", time));
});

bar?.querySelector("[data-send]")?.addEventListener("click", () => go({ urgent: true }));
queue.listen(draw);
addEventListener("online", () => go({ urgent: true }));
// A page that keeps its records itself asks for the next round when its own sending stops.
addEventListener("outbox:go", () => { askForSync().catch(() => {}); go(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) go(); });
begin().then(draw).then(() => go({ fresh: true }));
// After all that the person waits for.
addEventListener("load", () => setTimeout(() => hello().catch(() => {}), 0));
if (document.readyState === "complete") hello().catch(() => {});
