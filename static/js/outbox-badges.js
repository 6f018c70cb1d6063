// What still waits on this phone, beside its row in a list; and new products that no list
// knows yet.
const queue = self.shopkitQueue;
const words = document.querySelector("[data-badges]").content;
const ORDER = ["conflict", "fix", "wait", "photo"];
let waited = new Set();

const stateOf = (record) => {
  if (record.state === "conflict" || record.state === "fix") return record.state;
  return record.method === "PUT" ? "photo" : "wait";
};
const badge = (state) => words.querySelector(`[data-word="${state}"]`).cloneNode(true);

function gravest(records) {
  const states = new Map();
  for (const record of records) {
    const known = states.get(record.rid);
    const state = stateOf(record);
    if (!known || ORDER.indexOf(state) < ORDER.indexOf(known)) states.set(record.rid, state);
  }
  return states;
}

function mark(states) {
  for (const row of document.querySelectorAll("[data-rid]")) {
    const place = row.querySelector("[data-waits]");
    const state = states.get(row.dataset.rid);
    place.replaceChildren(...(state ? [badge(state)] : []));
  }
}

function list(records, states) {
  const known = new Set([...document.querySelectorAll("[data-rid]")].map((row) => row.dataset.rid));
  const fresh = records.filter((one) => one.method === "POST" && one.url === "/products/add" && !known.has(one.rid));
  const place = document.querySelector("[data-new]");
  if (!place) return;
  place.hidden = !fresh.length;
  place.replaceChildren(...fresh.map((record) => {
    const row = words.querySelector("li").cloneNode(true);
    row.querySelector("a").href = `${record.page}#outbox=${record.key}`;
    row.querySelector("[data-title]").textContent = record.title;
    row.querySelector("[data-waits]").replaceChildren(badge(states.get(record.rid)));
    return row;
  }));
}

// What has arrived changes the row: its state, its photo.
async function renew() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-goods]");
  if (fresh) document.querySelector("[data-goods]").replaceChildren(...fresh.childNodes);
}

async function show(records) {
  const states = gravest(records);
  const hasArrived = [...waited].some((rid) => !states.has(rid));
  waited = new Set(states.keys());
  if (hasArrived) await renew();
  mark(states);
  list(records, states);
}

addEventListener("outbox:changed", (event) => show(event.detail));
queue.waiting().then(show, () => {});
