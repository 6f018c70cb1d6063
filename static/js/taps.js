// Taps that must not be lost: each is a record of the outbox before anything is sent. The page
// sends it at once while the network answers; after that the outbox does, in its own time.
import "./queue.js";

const queue = self.shopkitQueue;
const root = document.documentElement;
const REFUSED = ["fix", "conflict"];

export const addressOf = (form) => form.getAttribute("action");
export const tapIn = (record) => record.fields.find(([name]) => name === "tap")?.[1] ?? "";

// What waits of this form, the oldest first; what was refused is told above every page.
export async function waitingOf(form) {
  const mine = await queue.waiting(root.dataset.account);
  return mine.filter((one) => one.url === addressOf(form) && !REFUSED.includes(one.state));
}

export function recordOf(form, tap, title, at = Date.now()) {
  return {
    rid: queue.newKey(), account: root.dataset.account, url: addressOf(form), at, title, page: location.pathname,
    fields: [["tap", tap], ["noted_at", new Date(at).toISOString()]],
  };
}

// While the lock is held nobody sends: what waits untried has not left the phone.
export async function changeUntried(key, values) {
  const changed = await queue.alone(async () => {
    const record = await queue.read("outbox", key);
    return record?.state === "wait" && !record.tries ? queue.change(key, values) : null;
  });
  return changed?.key === key;
}

export async function dropUntried(key) {
  const dropped = await queue.alone(async () => {
    const record = await queue.read("outbox", key);
    if (record?.state !== "wait" || record.tries) return false;
    await queue.remove(key);
    return true;
  });
  return dropped === true;
}

// Without a store the tap goes as a page without scripts would send it.
export function sendPlainly(form, tap) {
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "tap", value: tap }));
  HTMLFormElement.prototype.submit.call(form);
}

// Sends what waits as long as the network answers. `told` hears what the server says of each tap.
export function sender(form, told) {
  const hand = { token: form.elements.csrf_token.value, account: root.dataset.account };
  let isSending = false;
  let answers = true;

  const isNext = (one, all) => one.state === "wait" && one.next_at <= Date.now() && !all.some((other) => other.key === one.after);

  async function sendNext() {
    const all = await waitingOf(form);
    const next = all.find((one) => isNext(one, all));
    if (!next) return false;
    const outcome = await queue.alone(() => queue.send(next, hand, { hasWaited: false }));
    if (outcome.is === "fix") {
      // Refused for good: the page is drawn anew as the server knows it.
      await queue.remove(next.key);
      location.reload();
      return false;
    }
    answers = outcome.is === "sent";
    if (answers) told(outcome.words, tapIn(next));
    return answers;
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      while (answers && (await sendNext())) { /* one after the other */ }
    } catch {
      answers = false;
    }
    isSending = false;
    if ((await waitingOf(form)).length) dispatchEvent(new CustomEvent("outbox:go"));
    else answers = true;
  }

  return send;
}
