// Several photos one after another: each shot of the camera joins those chosen before, small
// enough to be kept, and any can be left out again.
const queue = self.shopkitQueue;
const MOST = 9;
const LIGHT_ENOUGH = 1.5e6;
const LONGEST_SIDE = 1600;

async function lighter(file) {
  if (file.size <= LIGHT_ENOUGH) return file;
  try {
    const bytes = await queue.smaller(file, LONGEST_SIDE, LIGHT_ENOUGH);
    return new File([bytes], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return file; // a format this browser cannot draw: the server may still read it
  }
}

function watch(group) {
  const [camera, album] = group.querySelectorAll("input[type=file]");
  const list = group.querySelector("[data-photos-list]");
  const pattern = group.querySelector("template").content.firstElementChild;
  let chosen = [];

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
}

if (typeof DataTransfer === "function") for (const group of document.querySelectorAll("[data-photos]")) watch(group);
