// Large keys for one thumb; the field stays a plain field, so "25k" can still be typed.
const LONGEST = 9;

function watch(pad) {
  const field = pad.querySelector("[data-price]");
  const keys = pad.querySelector("[data-keys]");
  keys.hidden = false;

  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ".");

  function press(key) {
    const isPlain = /^[\d.]*$/.test(field.value);
    let digits = isPlain ? field.value.replaceAll(".", "") : "";
    if (key === "back") digits = digits.slice(0, -1);
    else digits = (digits + key).replace(/^0+/, "").slice(0, LONGEST);
    field.value = grouped(digits);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  keys.addEventListener("click", (event) => {
    const button = event.target.closest("[data-key]");
    if (button) press(button.dataset.key);
  });
}

for (const pad of document.querySelectorAll("[data-pad]")) watch(pad);
