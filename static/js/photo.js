// Shows the chosen photo, and makes heavy ones lighter before they cross a weak signal.
const LIGHT_ENOUGH = 1.5e6;
const LONGEST_SIDE = 1600; // the square of a photo should still have 1200
const QUALITY = 0.8;

async function lighter(file) {
  if (file.size <= LIGHT_ENOUGH || typeof DataTransfer !== "function") return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file; // a format this browser cannot draw: the server may still read it
  }
}

function watch(group) {
  const inputs = [...group.querySelectorAll("input[type=file]")];
  const figure = group.querySelector("[data-shown]");
  const picture = figure.querySelector("img");

  async function take(input) {
    if (!input.files.length) return;
    for (const other of inputs) if (other !== input) other.value = "";
    const chosen = [...input.files];
    const files = [];
    for (const one of chosen) files.push(await lighter(one)); // one at a time: phones have little memory
    if (input.files[0] !== chosen[0] || input.files.length !== chosen.length) return;
    if (files.some((file, at) => file !== chosen[at])) {
      const carrier = new DataTransfer();
      for (const file of files) carrier.items.add(file);
      input.files = carrier.files;
    }
    URL.revokeObjectURL(picture.src);
    picture.src = URL.createObjectURL(files[0]);
    picture.onerror = () => { figure.hidden = true; };
    figure.hidden = false;
    figure.querySelector("[data-name]").textContent = chosen.map((file) => file.name).join(", ");
  }

  for (const input of inputs) {
    input.addEventListener("change", () => take(input));
    take(input); // she may have chosen before this module had come
  }
}

for (const group of document.querySelectorAll("[data-photo]")) watch(group);
