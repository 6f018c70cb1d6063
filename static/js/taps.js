// Taps that must not be lost: each is a record of the outbox before anything is sent. The page
// sends it at once while the network answers; after that the outbox does, in its own time.

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

const isUntried = (record) => record?.state === "wait" && !record.tries;

// Waits until nobody sends; where there are no locks it is tried once.
const afterOthers = (work) => (navigator.locks ? navigator.locks.request("shopkit-outbox", work) : queue.alone(work));

// The later of two of the same stands for both, if the earlier one has not left the phone.
function leaveOut(earlier, later) {
  return afterOthers(async () => {
    const [before, record] = [await queue.read("outbox", earlier), await queue.read("outbox", later)];
    if (!isUntried(before) || record?.after !== earlier) return;
    await queue.change(later, { after: before.after });
    await queue.remove(earlier);
  });
}

// In their order: two taps on one thing may not pass each other, on the phone or on the way.
export async function keepInOrder(form, record, isOnSame) {
  const before = (await waitingOf(form)).filter((one) => isOnSame(tapIn(one))).at(-1);
  const kept = await queue.add({ ...record, after: before?.key ?? null });
  if (before) leaveOut(before.key, kept.key).catch(() => {});
}

export async function dropUntried(key) {
  const dropped = await queue.alone(async () => {
    const record = await queue.read("outbox", key);
    if (!isUntried(record)) return false;
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

  // Others may have sent it, or a later tap stands for it, by the time the way is free.
  function sendIfStillNext(key) {
    return afterOthers(async () => {
      const all = await waitingOf(form);
      const next = all.find((one) => one.key === key);
      return next && isNext(next, all) ? queue.send(next, hand, { hasWaited: false }) : { is: "passed" };
    });
  }

  async function sendNext() {
    const all = await waitingOf(form);
    const next = all.find((one) => isNext(one, all));
    if (!next) return false;
    const outcome = await sendIfStillNext(next.key);
    if (outcome.is === "passed") return true;
    if (outcome.is === "fix") {
      // Refused for good: it stays among what is to be mended, with the server's words.
      dispatchEvent(new CustomEvent("outbox:go"));
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
  }

  // The outbox has sent the rest: the network answers again.
  queue.listen(async () => { if (!(await waitingOf(form)).length) answers = true; });
  return send;
}
