// Who came through the door and still waits on this phone, under the list that does not know her
// yet. What waits shows what is so now: she leaves as soon as the house has her.
const queue = self.shopkitQueue;
const place = document.querySelector("[data-walk-ins]");
const words = place.querySelector("template").content;
const list = place.querySelector("ul");
const address = new URL(place.dataset.walkIns, location.href).pathname;
let waited = 0;

function row(record) {
  const line = words.querySelector("li").cloneNode(true);
  const isToMend = ["fix", "conflict"].includes(record.state);
  line.querySelector("a").href = isToMend ? `${record.page}#outbox=${record.key}` : "/outbox";
  line.querySelector("[data-name]").textContent = record.fields.find(([name]) => name === "name")?.[1] ?? "";
  line.querySelector("[data-waits]").append(words.querySelector(`[data-word="${isToMend ? "fix" : "wait"}"]`).cloneNode(true));
  return line;
}

function show(records) {
  const mine = records.filter((one) => new URL(one.url, location.href).pathname === address);
  // She is on the list of the house now; taps that are on their way are not cut short.
  if (mine.length < waited && !records.some((one) => one.url === place.dataset.taps)) return location.reload();
  waited = Math.max(waited, mine.length);
  place.hidden = !mine.length;
  list.replaceChildren(...mine.map(row));
  return undefined;
}

addEventListener("outbox:changed", (event) => show(event.detail));
queue.waiting(document.documentElement.dataset.account).then(show, () => {});
