// A form is sent once: its buttons rest until the answer comes or the page is shown again.
const faces = new WeakMap();
const buttonsOf = (form) => [...form.elements].filter((part) => part.type === "submit");

function rest(form, isResting) {
  form.toggleAttribute("data-sent", isResting);
  for (const button of buttonsOf(form)) {
    button.disabled = isResting;
    if (!button.dataset.busy) continue;
    if (isResting) {
      faces.set(button, [...button.childNodes]);
      button.replaceChildren(button.dataset.busy);
    } else if (faces.has(button)) {
      button.replaceChildren(...faces.get(button));
    }
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  form.setAttribute("data-sent", "");
  // After the browser has gathered the values: a resting button would not send its own.
  setTimeout(() => rest(form, true));
  // A file that is saved leaves the page where it is; a lost signal must not lock the form.
  setTimeout(() => rest(form, false), form.hasAttribute("data-stays") ? 3000 : 20000);
});

// What sends a form by itself lets it rest and wake in the same way.
document.addEventListener("form:rest", (event) => rest(event.target, event.detail));

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
});
