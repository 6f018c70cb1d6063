// Puts photos in order by tapping them: the first tap is number 1. The numbers go into the fields
// that are there without this, so what is sent is the same.
const list = document.querySelector("[data-order]");
const again = document.querySelector("[data-order-again]");
const status = document.querySelector("[data-order-status]");
const tapped = [];

const buttons = [...list.children].map((item) => {
  const field = item.querySelector("input");
  const picture = item.querySelector("img");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "photo-tap";
  button.setAttribute("aria-pressed", "false");
  button.append(picture, document.createElement("span"));
  item.querySelector("label").remove();
  field.type = "hidden";
  item.prepend(button);
  button.addEventListener("click", () => tap(button));
  return { button, field };
});

function tap(button) {
  const at = tapped.indexOf(button);
  if (at >= 0) tapped.splice(at, 1);
  else tapped.push(button);
  draw();
}

function draw() {
  let next = tapped.length;
  for (const { button, field } of buttons) {
    const at = tapped.indexOf(button);
    button.setAttribute("aria-pressed", String(at >= 0));
    button.querySelector("span").textContent = at >= 0 ? at + 1 : "";
    field.value = at >= 0 ? at + 1 : (next += 1); // those not tapped follow as they stood
  }
  again.hidden = !tapped.length;
  status.textContent = status.dataset.words
    .replace("DONE", tapped.length)
    .replace("ALL", buttons.length);
}

again.addEventListener("click", () => {
  tapped.length = 0;
  draw();
});
document.querySelector("[data-order-numbers]").hidden = true;
document.querySelector("[data-order-taps]").hidden = false;
