// Several photos one after another: each shot of the camera joins those chosen before, small
// enough to be kept, and any can be left out again.
const queue = self.shopkitQueue;
const MOST = 9;
const LIGHT_ENOUGH = 1.5e6;
const LONGEST_SIDE = 1600;
const DRAFT_SIDE = 1280; // what is sent is no larger
const DRAFT_BYTES = 300000;
const DRAFT_KEPT = 24 * 3600 * 1000;

async function lighter(file) {
  if (file.size <= LIGHT_ENOUGH) return file;
  try {
    const bytes = await queue.smaller(file, LONGEST_SIDE, LIGHT_ENOUGH);
    return new File([bytes], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // a format this browser cannot draw: the server may still read it
  }
}

const small = new WeakMap(); // a photo -> its bytes as a half-filled form keeps them

function smallOf(file) {
  const isSmall = file.type === "image/jpeg" && file.size <= DRAFT_BYTES;
  if (!small.has(file)) small.set(file, isSmall ? file.arrayBuffer() : queue.smaller(file, DRAFT_SIDE));
  return small.get(file);
}

const nameOf = (form) => `${form.dataset.draft} photos`;

// The tab may be lost while the camera is open: what was chosen comes back with what was typed.
async function keep(form, files) {
  const photos = [];
  for (const file of files) photos.push({ name: file.name, type: "image/jpeg", bytes: await smallOf(file) });
  if (form.hasAttribute("data-sent")) return;
  const name = nameOf(form);
  await (photos.length ? queue.put("drafts", { name, at: Date.now(), photos }) : queue.drop("drafts", name));
}

async function keptOf(form) {
  const draft = await queue.read("drafts", nameOf(form));
  if (!draft || Date.now() - draft.at > DRAFT_KEPT) return [];
  return draft.photos.map(({ bytes, type, name }) => new File([bytes], name, { type }));
}

function watch(group) {
  const form = group.closest("form[data-outbox-form]");
  const [camera, album] = group.querySelectorAll("input[type=file]");
  const list = group.querySelector("[data-photos-list]");
  const pattern = group.querySelector("template").content.firstElementChild;
  let chosen = [];
  let keeping = Promise.resolve();

  function row(file, at) {
    const item = pattern.cloneNode(true);
    const picture = item.querySelector("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = picture.alt.replace("#", at + 1);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    item.querySelector("button").addEventListener("click", () => {
      chosen = chosen.filter((one) => one !== file);
      show();
      (list.querySelector("button") ?? camera).focus();
    });
    return item;
  }

  // All in one field, so that the form sends them as if they had been chosen together.
  function show() {
    const carrier = new DataTransfer();
    for (const file of chosen) carrier.items.add(file);
    album.files = carrier.files;
    camera.value = "";
    list.replaceChildren(...chosen.map(row));
    list.hidden = !chosen.length;
    // Without a store, or of a kind that this browser cannot draw, they are not kept.
    if (form) keeping = keeping.then(() => keep(form, chosen)).catch(() => {});
  }

  async function take(input) {
    const more = [];
    for (const file of input.files) more.push(await lighter(file)); // one at a time: phones have little memory
    chosen = [...chosen, ...more].slice(0, MOST);
    show();
  }

  for (const input of [camera, album]) {
    input.addEventListener("change", () => take(input));
    if (input.files.length) take(input); // she may have chosen before this module had come
  }
  if (!form) return;
  form.addEventListener("form:empty", () => {
    chosen = [];
    show();
  });
  // Some browsers bring back by themselves what was chosen; what waits has its photos beside it.
  if (chosen.length || album.files.length || camera.files.length || location.hash.includes("outbox=")) return;
  keptOf(form).then((files) => {
    if (!files.length || chosen.length) return;
    chosen = files;
    show();
  }).catch(() => {});
}

if (typeof DataTransfer === "function") for (const group of document.querySelectorAll("[data-photos]")) watch(group);
