// Reads a typed price back in figures and words before anything is saved.
const PAUSE = 300;

// Without a network the phone reads it itself, by the same rules; what it cannot read stays silent,
// for silence is better than yesterday's words beside today's price.
async function readHere(text) {
  try {
    const { inWords, parseAmount, shown } = await import("./amount.js");
    const { dong } = parseAmount(text);
    return dong ? `${shown(dong)} — ${inWords(dong, document.documentElement.lang)}` : "";
  } catch {
    return "";
  }
}

function watch(field) {
  const readback = document.getElementById(field.dataset.price);
  let waiting = 0;
  let asked = null;

  async function read() {
    asked?.abort();
    const text = field.value.trim();
    if (!text) {
      readback.textContent = "";
      return;
    }
    asked = new AbortController();
    const address = new URL(field.dataset.url, location.href);
    address.searchParams.set("text", text);
    try {
      const answer = await fetch(address, { signal: asked.signal });
      const { price, words } = answer.ok ? await answer.json() : {};
      readback.textContent = price ? `${price} — ${words}` : "";
    } catch (problem) {
      if (problem.name !== "AbortError") readback.textContent = await readHere(text);
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(read, PAUSE);
  });
  // She may have typed before this module had come.
  if (field.value !== field.defaultValue || !readback.textContent.trim()) read();
}

for (const field of document.querySelectorAll("[data-price]")) watch(field);
