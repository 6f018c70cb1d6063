// Moves the square by dragging and makes it smaller by a slider; without this the ready-made places
// remain.
const form = document.querySelector("[data-square]");
const [width, height] = form.dataset.square.split(" ").map(Number);
const stage = form.querySelector("[data-stage]");
const drag = form.querySelector("[data-drag]");
const zoom = form.querySelector("[data-zoom]");
const drawn = form.querySelector("[data-drawn]");
const parts = [...form.querySelectorAll("[data-part]")];
const shortest = Math.min(width, height);
let [left, top, side] = stage.querySelector("svg").getAttribute("viewBox").split(" ").map(Number);

function draw() {
  const box = `${left} ${top} ${side} ${side}`;
  for (const svg of [stage.querySelector("svg"), drawn.querySelector("svg")]) {
    svg.setAttribute("viewBox", box);
  }
  const values = { left, top, side };
  for (const part of parts) part.value = Math.max(0, values[part.dataset.part]);
}

function keepInside() {
  side = Math.round(Math.min(side, shortest));
  left = Math.round(Math.min(Math.max(0, left), width - side));
  top = Math.round(Math.min(Math.max(0, top), height - side));
}

function chooseDrawn() {
  drawn.hidden = false;
  drawn.querySelector("input").checked = true;
  keepInside();
  draw();
}

let from = null;
drag.addEventListener("pointerdown", (event) => {
  from = { x: event.clientX, y: event.clientY, left, top };
  drag.setPointerCapture(event.pointerId);
});
drag.addEventListener("pointermove", (event) => {
  if (!from) return;
  const scale = side / drag.querySelector("svg").clientWidth;
  left = from.left - (event.clientX - from.x) * scale;
  top = from.top - (event.clientY - from.y) * scale;
  chooseDrawn();
});
for (const end of ["pointerup", "pointercancel"]) {
  drag.addEventListener(end, () => { from = null; });
}

zoom.addEventListener("input", () => {
  const middle = { x: left + side / 2, y: top + side / 2 };
  side = (shortest * Number(zoom.value)) / 100;
  left = middle.x - side / 2;
  top = middle.y - side / 2;
  chooseDrawn();
});

for (const place of form.querySelectorAll("[data-place]")) {
  place.addEventListener("change", () => {
    // A ready-made square comes as left, top and side.
    [left, top, side] = place.dataset.place.split(" ").map(Number);
    zoom.value = 100;
    draw();
  });
}

draw();
stage.hidden = false;
