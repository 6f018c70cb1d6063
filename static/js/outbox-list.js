// The page of what waits: each record with its state, what can be done about it, and the way out
// by a file when nothing else goes.
const queue = self.shopkitQueue;
const list = document.querySelector("[data-outbox-list]");
const words = new Map();
const FILE_KIND = "shopkit-outbox";
const LARGEST_FILE = 60e6;
const MOMENT = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" };
const TONES = { fix: "bad", conflict: "bad", login: "wait", wait: "plain", sending: "news", unknown: "wait" };

for (const one of document.querySelector("[data-words]").content.children) words.set(one.dataset.word, one.innerHTML);
const word = (name, number = "") => (words.get(name) ?? "").replace("#", number);
const when = (at) => new Intl.DateTimeFormat(document.documentElement.lang, MOMENT).format(at);
const show = (selector, isShown = true) => {
  const found = document.querySelector(selector);
  if (found) found.hidden = !isShown;
  return found;
};

function button(name, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet" });
  made.innerHTML = word(name);
  made.addEventListener("click", () => act(made));
  return made;
}

function link(name, address) {
  const made = Object.assign(document.createElement("a"), { className: "button button-quiet", href: address });
  made.innerHTML = word(name);
  return made;
}

// Whose phone it is now: the page itself names nobody.
const here = async () => (await queue.noted("here")) || "-";
const isPhoto = (record) => record.method === "PUT";

function row(record) {
  const item = document.querySelector("[data-item]").content.firstElementChild.cloneNode(true);
  item.dataset.key = record.key;
  item.querySelector("[data-title]").textContent = record.title;
  const state = item.querySelector("[data-state]");
  state.innerHTML = isPhoto(record) && record.state === "wait" ? word("photo") : word(record.state);
  state.classList.add(TONES[record.state] ?? "plain");
  item.querySelector("[data-at]").textContent = when(record.at);
  const sentence = why(record);
  const message = item.querySelector("[data-message]");
  message.hidden = !sentence;
  message.textContent = sentence;
  if (record.state === "conflict") showClashes(item, record);
  item.querySelector("[data-actions]").append(...actions(record));
  return item;
}

function why(record) {
  if (record.state === "fix") {
    if (record.last_status === 404) return word("gone");
    if (record.last_status === 403) return word("refused");
    if (record.last_status === 413) return word("large");
    return record.last_message || Object.values(record.errors ?? {}).flat().join(" ");
  }
  if (record.state === "conflict") return record.conflict.elsewhere?.message ?? "";
  return record.tries >= queue.MANY_TRIES ? word("tried", record.tries) : "";
}

function actions(record) {
  const offered = [];
  if (record.state === "login") offered.push(link("sign-in", `/sign-in?next=${encodeURIComponent("/outbox")}`));
  if (record.conflict?.elsewhere && record.state === "conflict") {
    offered.push(button("add", () => settle(record, true)), button("again", () => openAgain(record)));
  } else if (record.state === "conflict") {
    offered.push(button("mine", () => settle(record, true)), button("theirs", () => settle(record, false)), button("again", () => openAgain(record)));
  } else if (["wait", "fix", "login"].includes(record.state) && !isPhoto(record) && record.page) {
    offered.push(link("open", `${record.page}#outbox=${record.key}`));
  }
  // What has left the phone may have arrived: it is sent again as it was, never thrown away.
  if (!["sending", "unknown"].includes(record.state)) offered.push(button("drop", (it) => drop(it, record)));
  return offered;
}

function drop(it, record) {
  if (!it.dataset.isSure) {
    it.dataset.isSure = "1";
    it.innerHTML = word("sure");
    return;
  }
  queue.remove(record.key);
}

function showClashes(item, record) {
  const place = item.querySelector("[data-clashes]");
  for (const clash of record.conflict.clashes) {
    const pair = document.querySelector("[data-clash]").content.firstElementChild.cloneNode(true);
    pair.querySelector("dt").textContent = clash.label;
    pair.querySelector("[data-yours]").textContent = clash.yours || word("empty");
    pair.querySelector("[data-theirs]").textContent = clash.theirs || word("empty");
    place.append(pair);
  }
  place.hidden = false;
  const by = item.querySelector("[data-by]");
  by.hidden = !record.conflict.by;
  by.textContent = by.textContent.replace("#", `${record.conflict.by}, ${when(Date.parse(record.conflict.at))}`);
}

// The choice is a new record with a key of its own, from the version that the server has now.
function chosen(record, isMine) {
  if (record.conflict.elsewhere) return [...record.fields, ...Object.entries(record.conflict.elsewhere.fields)];
  const theirs = new Map(record.conflict.clashes.map((clash) => [clash.name, clash.value]));
  return record.fields.map(([name, value]) => {
    if (name === "version") return [name, String(record.conflict.version)];
    return [name, !isMine && theirs.has(name) ? theirs.get(name) : value];
  });
}

async function replace(record, fields, state = "wait") {
  const { rid, account, method, title, build, at, conflict } = record;
  const { url, page } = conflict.elsewhere ? { url: conflict.elsewhere.url, page: conflict.elsewhere.url } : record;
  const made = await queue.add({ rid, account, method, url, title, page, build, at, state, fields, base_version: conflict.version });
  for (const photo of (await queue.waiting()).filter((one) => one.after === record.key)) await queue.change(photo.key, { after: made.key });
  await queue.remove(record.key);
  return made;
}

async function settle(record, isMine) {
  await replace(record, chosen(record, isMine));
  await queue.sendAll({ urgent: true });
}

async function openAgain(record) {
  // Not to be sent as it was: she is about to change it.
  const made = await replace(record, chosen(record, true), "fix");
  location.assign(`${made.page}#outbox=${made.key}`);
}

// --- by a file -------------------------------------------------------------------------------

function inLetters(bytes) {
  let text = "";
  const all = new Uint8Array(bytes);
  for (let at = 0; at < all.length; at += 32768) text += String.fromCharCode(...all.subarray(at, at + 32768));
  return btoa(text);
}

const inBytes = (letters) => Uint8Array.from(atob(letters), (one) => one.charCodeAt(0)).buffer;

async function exportAll() {
  const whose = await here();
  const records = (await queue.waiting()).filter((one) => whose === "-" || one.account === whose);
  const keys = new Set(records.map((one) => one.key));
  const photos = (await queue.readAll("photos")).filter((one) => keys.has(one.key)).map((one) => ({ ...one, bytes: inLetters(one.bytes) }));
  const file = new Blob([JSON.stringify({ kind: FILE_KIND, v: queue.FORMAT, records, photos })], { type: "application/json" });
  const address = URL.createObjectURL(file);
  const day = new Date().toISOString().slice(0, 10);
  Object.assign(document.createElement("a"), { href: address, download: `cho-gui-${day}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

const isRecord = (one) => typeof one?.key === "string" && typeof one.url === "string" && one.url.startsWith("/") && !one.url.startsWith("//")
  && ["POST", "PUT"].includes(one.method) && typeof one.account === "string" && Array.isArray(one.fields) && typeof one.at === "number";

async function importFrom(file) {
  const told = document.querySelector("[data-outbox-told]");
  try {
    if (file.size > LARGEST_FILE) throw new Error("too large");
    const { kind, records, photos } = JSON.parse(await file.text());
    if (kind !== FILE_KIND || !records.every(isRecord)) throw new Error("another kind of file");
    const sent = new Set((await queue.readAll("sent")).map((one) => one.key));
    const pictures = new Map(photos.map((one) => [one.key, one]));
    const fresh = records.filter((one) => !sent.has(one.key) && (!isPhoto(one) || pictures.has(one.key)));
    for (const one of fresh) {
      // The bytes first: a photo without them could never be sent.
      if (isPhoto(one)) await queue.put("photos", { ...pictures.get(one.key), bytes: inBytes(pictures.get(one.key).bytes) });
      await queue.put("outbox", { ...one, state: ["fix", "conflict"].includes(one.state) ? one.state : "unknown", next_at: 0 });
    }
    told.textContent = word("brought", fresh.length);
    await queue.sendAll({ urgent: true });
  } catch {
    told.textContent = word("bad-file");
  }
  draw();
}

// --- what has arrived ---------------------------------------------------------------------------

const SENT_SHOWN = 10;

// Each leads to what came of it, such as what a photo of her sign showed.
async function drawSent() {
  const whose = await here();
  const all = (await queue.readAll("sent")).filter((one) => one.account === whose && one.location?.startsWith("/"));
  const part = show("[data-outbox-sent]", Boolean(all.length));
  const pattern = part.querySelector("template").content.firstElementChild;
  part.querySelector("ul").replaceChildren(...all.sort((one, other) => other.at - one.at).slice(0, SENT_SHOWN).map((one) => {
    const item = pattern.cloneNode(true);
    item.querySelector("a").href = one.location;
    item.querySelector("[data-title]").textContent = one.title;
    item.querySelector("[data-at]").textContent = when(one.at);
    return item;
  }));
}

// --- the page --------------------------------------------------------------------------------

async function draw() {
  const whose = await here();
  const all = await queue.waiting();
  const records = all.filter((one) => one.account === whose);
  const others = show("[data-outbox-others]", all.length > records.length);
  others.querySelector("span").textContent = word("others", all.length - records.length);
  list.replaceChildren(...records.map(row));
  await drawSent();
  show("[data-outbox-empty]", !all.length);
  show("[data-outbox-more]");
  show("[data-outbox-help]", records.some((one) => one.tries >= queue.MANY_TRIES || one.state === "fix"));
  const last = await queue.noted("last_sent");
  const line = show("[data-outbox-last]", Boolean(last));
  line.dataset.said ??= line.textContent;
  line.textContent = line.dataset.said.replace("#", last ? when(last) : "");
}

document.querySelector("[data-export]").addEventListener("click", exportAll);
document.querySelector("[data-import]").addEventListener("change", (event) => {
  if (event.target.files.length) importFrom(event.target.files[0]).finally(() => { event.target.value = ""; });
});
const wifi = document.querySelector("[data-wifi]");
queue.noted("photos_by_wifi").then((isOn) => { wifi.checked = Boolean(isOn); });
wifi.addEventListener("change", () => queue.note("photos_by_wifi", wifi.checked));
queue.listen(draw);
draw().catch(() => show("[data-outbox-empty]"));
