// Keeps pages for when there is no network. It answers GET of our own only; nothing that is sent
// passes through it, and it never answers for signing in or for questions of a script.
import "./queue.js";

const { build, files, pages } = self.shopkitBuild;
const SHELL = `shell-${build}`;
const PAGES = `pages-${build}-`;
const PATIENCE = 3000;
const MOST_PAGES = 80;
const FRESH = 600000;
const NOT_OURS = ["/ping", "/api/", "/sw.js", "/sign-in", "/sign-out", "/language/", "/card/"];
const AWAY = "/offline";
const NOBODY = "-";
const oldPages = new Map(); // the tab that was shown a kept page -> when it was kept

const tidy = (response) => response.ok && !response.redirected && response.type === "basic";

async function keepShell() {
  const shell = await caches.open(SHELL);
  await Promise.all([...files, ...pages].map(async (address) => {
    const answer = await fetch(address, { cache: "reload" });
    // A page that sends on cannot be shown later; the sign-in page must not be kept in its place.
    if (!tidy(answer)) throw new Error(`${address}: ${answer.status}`);
    await shell.put(address, answer);
  }));
}

const account = async () => (await self.shopkitQueue.noted("account").catch(() => null)) || NOBODY;
const pagesOf = async (whose) => caches.open(PAGES + (whose ?? (await account())));

// Somebody else stands here now, or nobody: the pages of the one before are forgotten.
async function belongsTo(whose) {
  const before = await account();
  if (before === whose) return;
  await self.shopkitQueue.note("account", whose).catch(() => {});
  if (before === NOBODY) return;
  for (const name of await caches.keys()) if (name.endsWith(`-${before}`)) await caches.delete(name);
}

// What each answer says about itself decides: whose it is, and whether it may be kept.
async function keep(address, answer) {
  const whose = answer.headers.get("Shopkit-Account");
  if (!whose) return;
  await belongsTo(whose);
  if (!tidy(answer) || answer.headers.get("Shopkit-Keep") !== "1") return;
  const store = await pagesOf(whose);
  await store.put(address, stamped(answer));
  const known = await store.keys();
  for (const old of known.slice(0, Math.max(0, known.length - MOST_PAGES))) await store.delete(old);
}

function stamped(answer) {
  const headers = new Headers(answer.headers);
  headers.set("Shopkit-Kept-At", String(Date.now()));
  return new Response(answer.body, { status: answer.status, headers });
}

async function kept(address) {
  const whose = await account();
  const path = address.split("#")[0];
  const names = (await caches.keys()).filter((name) => name.startsWith("pages-") && name.endsWith(`-${whose}`));
  for (const name of names.sort((one) => (one.startsWith(PAGES) ? -1 : 1))) {
    const found = await (await caches.open(name)).match(path, { ignoreVary: true });
    if (found) return found;
  }
  // What follows the question mark of some pages only says what was done just before.
  if (path.includes("?")) return kept(path.split("?")[0]);
  return inShell(new URL(path).pathname);
}

// By the newest build first; another account's pages are never looked through.
async function inShell(address) {
  const names = (await caches.keys()).filter((name) => name.startsWith("shell-"));
  for (const name of names.sort((one) => (one === SHELL ? -1 : 1))) {
    const found = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (found) return found;
  }
  return undefined;
}

async function page(event) {
  const address = event.request.url;
  // No signal is handed to this fetch: that would make it another kind of request.
  const network = fetch(event.request);
  event.waitUntil(network.then((answer) => keep(address, answer.clone())).catch(() => {}));
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const first = await Promise.race([network.catch(() => null), late]);
  if (first && ![502, 503, 504].includes(first.status)) return first;
  const found = await kept(address);
  if (found) {
    oldPages.set(event.resultingClientId, Number(found.headers.get("Shopkit-Kept-At")) || 0);
    return found;
  }
  if (first) return first;
  return network.catch(() => inShell(AWAY));
}

async function still(event) {
  const found = await inShell(event.request);
  if (found) return found;
  const answer = await fetch(event.request);
  if (tidy(answer)) event.waitUntil(caches.open(SHELL).then((shell) => shell.put(event.request, answer.clone())));
  return answer;
}

// Pictures that a page may show without a network, such as her own QR.
async function picture(event) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep(event.request.url, answer.clone()).catch(() => {}));
    return answer;
  } catch (problem) {
    const found = await kept(event.request.url);
    if (found) return found;
    throw problem;
  }
}

// Recorded words: once heard, they can be heard again without a network, from any place in them.
async function sound({ request }) {
  const answer = await fetch(request.url).catch(() => null);
  if (answer && tidy(answer)) await caches.open(SHELL).then((shell) => shell.put(request.url, answer.clone()));
  const whole = answer ?? (await inShell(request.url));
  return whole ? partOf(whole, request.headers.get("Range")) : Response.error();
}

async function partOf(whole, wanted) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(wanted || "") ?? [];
  if (!from || !whole.ok) return whole;
  const bytes = await whole.arrayBuffer();
  const last = Math.min(Number(to || Infinity), bytes.byteLength - 1);
  const headers = { "Content-Type": whole.headers.get("Content-Type"), "Content-Range": `bytes ${from}-${last}/${bytes.byteLength}` };
  return new Response(bytes.slice(Number(from), last + 1), { status: 206, headers });
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepShell());
});

// The old pages name old scripts: they go together, after the new ones have been fetched.
async function replaceOld() {
  const names = await caches.keys();
  const store = await pagesOf();
  const whose = await account();
  for (const name of names.filter((one) => one.startsWith("pages-") && !one.startsWith(PAGES) && one.endsWith(`-${whose}`))) {
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await fetch(request.url, { credentials: "same-origin" });
      if (answer.headers.get("Shopkit-Account") === whose && answer.headers.get("Shopkit-Keep") === "1" && tidy(answer)) {
        await store.put(request.url, stamped(answer));
      }
    }
  }
  for (const name of names) if (!name.includes(`-${build}`)) await caches.delete(name);
}

self.addEventListener("activate", (event) => {
  // Without a network the old ones stay, whole; the next start tries again.
  event.waitUntil(self.clients.claim().then(replaceOld).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (NOT_OURS.some((start) => address.pathname.startsWith(start))) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(still(event));
  else if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.destination === "image") event.respondWith(picture(event));
  else if (address.pathname.startsWith("/help/sounds/")) event.respondWith(sound(event));
});

// Pages that the page at hand leads to, fetched while there is a network.
async function fetchAhead(addresses) {
  for (const address of addresses.slice(0, MOST_PAGES / 2)) {
    const found = await kept(new URL(address, self.location.origin).href);
    if (found && Date.now() - Number(found.headers.get("Shopkit-Kept-At") || 0) < FRESH) continue;
    const answer = await fetch(address, { credentials: "same-origin", headers: { "Shopkit-Ahead": "1" } });
    await keep(new URL(address, self.location.origin).href, answer);
  }
}

async function speak(language) {
  const before = await self.shopkitQueue.noted("language").catch(() => null);
  if (before === language) return;
  await self.shopkitQueue.note("language", language).catch(() => {});
  if (before) await keepShell();
}

// What a page says when it has come: whose it is, in which language, and what it leads to.
async function greeted({ account: whose, ahead, language }) {
  if (whose) await belongsTo(whose);
  if (language) await speak(language);
  if (ahead) await fetchAhead(ahead);
}

self.addEventListener("message", (event) => {
  const { isKept } = event.data || {};
  if (isKept) event.source.postMessage({ keptAt: oldPages.get(event.source.id) || 0 });
  const done = () => event.ports[0]?.postMessage("ready");
  event.waitUntil(greeted(event.data || {}).catch(() => {}).then(done));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "outbox") return;
  // Refused while something is left: the browser must not think that it is done.
  // A round that found another one at work counts for itself.
  event.waitUntil(self.shopkitQueue.sendAll({ urgent: true }).then(async (round) => {
    const left = round.left ?? (await self.shopkitQueue.left());
    if (left) throw new Error(`${left} left`);
  }));
});
