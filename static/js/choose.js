// Finds while she types: asks the server for the matching rows and shows them below the field.
const PAUSE = 250;

function watch(field) {
  const list = document.getElementById(field.dataset.choose);
  const status = document.getElementById(`${field.id}-status`);
  let waiting = 0;
  let asked = null;
  let shown = field.defaultValue.trim();

  async function find() {
    const text = field.value.trim();
    if (text === shown) return;
    asked?.abort();
    asked = new AbortController();
    const address = new URL(field.dataset.url, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      // A sign-in page or a captive portal is not a list of rows.
      if (!answer.ok || answer.redirected) return;
      list.innerHTML = await answer.text();
      shown = text;
      status.textContent = list.querySelector("[data-status]")?.textContent ?? "";
    } catch {
      // No signal, or a newer question: the button beside the field still works.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(find, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    const first = list.querySelector("input:checked, input, button, a");
    if (!first) return;
    event.preventDefault();
    first.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.focus();
  });
  find(); // she may have typed before this module had come
}

for (const field of document.querySelectorAll("[data-choose]")) watch(field);
