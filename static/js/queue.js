// The outbox: what was typed is kept in this browser until the server has said that it has it.
// Page and worker share this file; it touches nothing that only one of them has.
{
  const FORMAT = 1; // of a record; one that is one older is still read
  const TEXT_PATIENCE = 30000;
  const PHOTO_PATIENCE = 120000;
  const LONGEST_PAUSE = 300000;
  const MANY_TRIES = 5;
  const SENT_KEPT = 100;
  const STILL_OURS = "shopkit:ok";
  const RESTING = ["fix", "conflict", "login"]; // until a person has done something
  const news = "BroadcastChannel" in self ? new BroadcastChannel("shopkit-outbox") : null;
  const listeners = new Set();
  let opening = null;

  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

  function base() {
    opening ??= new Promise((done, failed) => {
      const request = indexedDB.open("shopkit", 1);
      request.onupgradeneeded = () => {
        for (const name of ["outbox", "photos", "sent"]) request.result.createObjectStore(name, { keyPath: "key" });
        for (const name of ["drafts", "notes"]) request.result.createObjectStore(name, { keyPath: "name" });
      };
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); opening = null; };
        done(request.result);
      };
      request.onerror = () => failed(request.error);
      request.onblocked = () => failed(new Error("blocked"));
    });
    opening.catch(() => { opening = null; });
    return opening;
  }

  // One transaction; it has ended, and lies on the disk, before the promise is kept.
  async function inside(stores, mode, work) {
    const open = await base();
    return new Promise((done, failed) => {
      const action = open.transaction(stores, mode, { durability: "strict" });
      let outcome;
      action.oncomplete = () => done(outcome);
      action.onerror = action.onabort = () => failed(action.error);
      Promise.resolve(work(action)).then((found) => { outcome = found; }, (problem) => {
        failed(problem);
        try { action.abort(); } catch { /* it has ended by itself */ }
      });
    });
  }

  const read = (store, key) => inside([store], "readonly", (action) => asked(action.objectStore(store).get(key)));
  const readAll = (store) => inside([store], "readonly", (action) => asked(action.objectStore(store).getAll()));
  const put = (store, value) => inside([store], "readwrite", (action) => asked(action.objectStore(store).put(value)));
  const drop = (store, key) => inside([store], "readwrite", (action) => asked(action.objectStore(store).delete(key)));

  function tell() {
    news?.postMessage("changed");
    for (const listener of listeners) listener();
  }
  if (news) news.onmessage = () => { for (const listener of listeners) listener(); };

  // randomUUID is there on secure pages only; a hall's laptop serves plain http.
  function newKey() {
    if (self.crypto.randomUUID) return self.crypto.randomUUID();
    const bytes = self.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  const readable = (record) => (record.v === FORMAT || record.v === FORMAT - 1 ? record : { ...record, state: "fix" });
  const byAge = (one, other) => one.at - other.at || (one.key < other.key ? -1 : 1);

  async function waiting(account) {
    const all = (await readAll("outbox")).map(readable).sort(byAge);
    return account === undefined ? all : all.filter((one) => one.account === account);
  }

  // A record with its photos, all or nothing. Photos: [{url, bytes, type, title}], sent after it.
  async function add(record, photos = []) {
    const whole = {
      v: FORMAT, key: newKey(), rid: null, kind: "create", method: "POST", fields: [], base_version: null,
      after: null, state: "wait", at: Date.now(), tries: 0, next_at: 0, last_status: 0, last_message: "",
      ...record,
    };
    await inside(["outbox", "photos"], "readwrite", (action) => {
      if (record.method !== "PUT") action.objectStore("outbox").put(whole);
      photos.forEach((photo, at) => {
        const key = newKey();
        const { url, bytes, type, title } = photo;
        action.objectStore("photos").put({ key, rid: whole.rid, bytes, type });
        action.objectStore("outbox").put({
          ...whole, key, kind: "photo", method: "PUT", url: url.replace("{key}", key), fields: [], title,
          after: record.method === "PUT" ? whole.after : whole.key, at: whole.at + at + 1,
        });
      });
    });
    tell();
    return whole;
  }

  async function change(key, values) {
    const changed = await inside(["outbox"], "readwrite", async (action) => {
      const store = action.objectStore("outbox");
      const record = await asked(store.get(key));
      if (!record) return null;
      const whole = { ...record, ...values };
      store.put(whole);
      return whole;
    });
    tell();
    return changed;
  }

  // Only what has not left the phone, or what the server refused, may be thrown away.
  async function remove(key) {
    await inside(["outbox", "photos"], "readwrite", async (action) => {
      const store = action.objectStore("outbox");
      const all = await asked(store.getAll());
      for (const one of all) {
        if (one.key !== key && one.after !== key) continue;
        store.delete(one.key);
        action.objectStore("photos").delete(one.key);
      }
    });
    tell();
  }

  async function arrived(record, location) {
    await inside(["outbox", "photos", "sent"], "readwrite", async (action) => {
      action.objectStore("outbox").delete(record.key);
      action.objectStore("photos").delete(record.key);
      const sent = action.objectStore("sent");
      const { key, account, title, kind } = record;
      sent.put({ key, account, title, kind, location, at: Date.now() });
      const all = (await asked(sent.getAll())).sort(byAge);
      for (const old of all.slice(0, -SENT_KEPT)) sent.delete(old.key);
    });
    tell();
  }

  function within(time) {
    if (self.AbortSignal && AbortSignal.timeout) return AbortSignal.timeout(time);
    const control = new AbortController();
    setTimeout(() => control.abort(), time);
    return control.signal;
  }

  // Not navigator.onLine: a hall's Wi-Fi may answer everything with a page of its own.
  async function isOnline() {
    try {
      const answer = await fetch("/ping", { cache: "no-store", redirect: "manual", signal: within(TEXT_PATIENCE / 3) });
      const text = answer.ok ? await answer.text() : "";
      if (answer.ok && text !== STILL_OURS) await note("portal", true);
      return text === STILL_OURS;
    } catch {
      return false;
    }
  }

  // A token for now, and as whom things would be sent.
  async function handshake() {
    const answer = await fetch("/api/csrf", {
      cache: "no-store", redirect: "manual", headers: { Accept: "application/json" }, signal: within(TEXT_PATIENCE),
    });
    if (!answer.ok) throw new Error(`csrf ${answer.status}`);
    return answer.json();
  }

  const note = (name, value) => put("notes", { name, value });
  const noted = async (name) => (await read("notes", name))?.value;

  async function bodyOf(record) {
    if (record.method === "PUT") {
      const photo = await read("photos", record.key);
      return { body: photo.bytes, type: photo.type };
    }
    return {
      body: new URLSearchParams(record.fields).toString(),
      type: "application/x-www-form-urlencoded;charset=UTF-8",
    };
  }

  async function post(record, hand, hasWaited) {
    const { body, type } = await bodyOf(record);
    const headers = {
      Accept: "application/json", "Content-Type": type, "Idempotency-Key": record.key,
      "X-CSRFToken": hand.token, "Shopkit-Account": record.account,
    };
    if (hasWaited) headers["Shopkit-Waited"] = "1";
    return fetch(record.url, {
      method: record.method, headers, body, redirect: "manual", credentials: "same-origin", cache: "no-store",
      signal: within(record.method === "PUT" ? PHOTO_PATIENCE : TEXT_PATIENCE),
    });
  }

  async function told(answer) {
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return isJson ? answer.json().catch(() => null) : null;
  }

  // Sends one record and keeps what came of it. Gives {is, ...}: sent, gone (no network), later
  // (this one alone), login, ask, fix, conflict.
  async function send(record, hand, { hasWaited = true, isRetry = false } = {}) {
    await change(record.key, { state: "sending" });
    let answer;
    try {
      answer = await post(record, hand, hasWaited);
    } catch {
      await change(record.key, { state: "unknown" });
      return { is: "gone" };
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return rested(record, "login", answer);
    const words = await told(answer).catch(() => null);
    if (answer.ok) {
      const isOurs = words && (words.key === record.key || answer.headers.get("Idempotency-Key") === record.key);
      if (!isOurs) {
        await note("portal", true);
        await change(record.key, { state: "unknown" });
        return { is: "gone" };
      }
      await arrived(record, words.location || "");
      return { is: "sent", location: words.location, words };
    }
    if (answer.status === 400 && words?.error === "csrf" && !isRetry) {
      Object.assign(hand, await handshake());
      return send(record, hand, { hasWaited, isRetry: true });
    }
    if (answer.status === 413 && record.method === "PUT" && !record.is_shrunk && (await shrunkAgain(record))) {
      return send({ ...record, is_shrunk: true }, hand, { hasWaited, isRetry });
    }
    if (answer.status === 429) return paused(record, answer, "wait");
    if (answer.status === 408 || answer.status >= 500) return paused(record, answer, "unknown");
    if (answer.status === 409 && words?.clashes) {
      await change(record.key, { state: "conflict", last_status: 409, conflict: words });
      return { is: "conflict", words };
    }
    return rested(record, "fix", answer, words);
  }

  async function rested(record, state, answer, words) {
    const message = words?.message || "";
    await change(record.key, {
      state, last_status: answer.status, last_message: message, last_word: words?.error || "", errors: words?.errors || {},
    });
    return { is: state === "fix" && words?.error === "ask" ? "ask" : state, words, status: answer.status };
  }

  async function paused(record, answer, state) {
    const tries = record.tries + 1;
    const asked_s = Number(answer.headers.get("Retry-After")) || 0;
    await change(record.key, {
      state, tries, last_status: answer.status, next_at: Date.now() + Math.max(asked_s * 1000, pauseAfter(tries)),
    });
    return { is: answer.status === 429 ? "gone" : "later", asked_s, tries };
  }

  // 1, 2, 4 … 300 seconds, a third more or less, so that a hall of phones does not come at once.
  const pauseAfter = (tries) => Math.min(LONGEST_PAUSE, 1000 * 2 ** (tries - 1)) * (0.7 + 0.6 * Math.random());

  async function shrunkAgain(record) {
    const photo = await read("photos", record.key);
    const bytes = photo && (await smaller(new Blob([photo.bytes], { type: photo.type }), 1024).catch(() => null));
    if (!bytes) return false;
    await put("photos", { ...photo, bytes, type: "image/jpeg" });
    await change(record.key, { is_shrunk: true });
    return true;
  }

  // A photo drawn anew: upright, its longest side as told, and without what the camera wrote in it.
  async function smaller(file, longest, limit = 300000) {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = self.document ? Object.assign(document.createElement("canvas"), { width, height }) : new OffscreenCanvas(width, height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    let blob;
    for (const quality of [0.8, 0.6, 0.4]) {
      blob = await (canvas.convertToBlob
        ? canvas.convertToBlob({ type: "image/jpeg", quality })
        : new Promise((done) => canvas.toBlob(done, "image/jpeg", quality)));
      if (blob.size <= limit) break;
    }
    return blob.arrayBuffer();
  }

  // Two tabs and the worker must not send together; where there are no locks the key makes it harmless.
  let isBusy = false;
  async function alone(work) {
    if (self.navigator.locks) {
      return navigator.locks.request("shopkit-outbox", { ifAvailable: true }, (lock) => (lock ? work() : { is: "busy" }));
    }
    if (isBusy) return { is: "busy" };
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  }

  // Only one who holds the lock sends: what still says so was cut off on its way.
  async function isToSend(record, all, urgent) {
    if (record.state === "sending") await change(record.key, { state: "unknown" });
    if (["fix", "conflict"].includes(record.state)) return false;
    if (record.after && all.some((one) => one.key === record.after)) return false;
    return urgent || record.next_at <= Date.now();
  }

  async function failed() {
    const { tries = 0 } = (await noted("pause")) || {};
    await note("pause", { tries: tries + 1, until: Date.now() + pauseAfter(tries + 1) });
    tell();
  }

  // One round: oldest first, text before photos. Gives how many were sent and how many are left to send.
  async function sendAll({ urgent = false, fresh = false, photos = true } = {}) {
    return alone(async () => {
      const pause = (await noted("pause")) || { tries: 0, until: 0 };
      if (!urgent && !fresh && pause.until > Date.now()) return { is: "paused", sent: 0, left: await left() };
      if (!(await left())) return { is: "done", sent: 0, left: 0 };
      let hand;
      try {
        hand = (await isOnline()) && (await handshake());
      } catch {
        hand = null;
      }
      if (!hand) {
        await failed();
        return { is: "gone", sent: 0, left: await left() };
      }
      await note("portal", false);
      await note("pause", { tries: 0, until: 0 });
      return roundWith(hand, urgent, photos);
    });
  }

  async function roundWith(hand, urgent, photos) {
    let sent = 0;
    for (const isPhoto of photos ? [false, true] : [false]) {
      for (const { key } of (await waiting()).filter((one) => (one.method === "PUT") === isPhoto)) {
        const all = await waiting();
        const record = all.find((one) => one.key === key);
        if (!record || !(await isToSend(record, all, urgent))) continue;
        if (record.account !== hand.account) {
          await change(key, { state: "login" });
          continue;
        }
        const outcome = await send(record, hand);
        if (outcome.is === "sent") sent += 1;
        if (outcome.is === "gone") await failed();
        if (outcome.is === "gone" || outcome.is === "login") return { is: outcome.is, sent, left: await left() };
      }
    }
    if (sent) await note("last_sent", Date.now());
    tell();
    return { is: "done", sent, left: await left() };
  }

  const left = async () => (await waiting()).filter((one) => !["fix", "conflict"].includes(one.state)).length;

  self.shopkitQueue = {
    FORMAT, MANY_TRIES, RESTING, add, alone, change, drop, handshake, isOnline, left, newKey, note, noted, put, read,
    readAll, remove, send, sendAll, smaller, waiting, listen: (listener) => listeners.add(listener),
  };
}
