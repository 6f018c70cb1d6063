// Follows a piece of background work without reloading the page, and reloads once at its end.
const PAUSE = 2000;
const LONGEST_PAUSE = 20000;

function follow(panel) {
  const bar = panel.querySelector("progress");
  const words = panel.querySelector("[data-words]");
  let pause = PAUSE;

  async function look() {
    try {
      const answer = await fetch(panel.dataset.progress, {
        headers: { Accept: "application/json" },
        cache: "no-store",
      });
      if (!answer.ok) throw new Error(answer.statusText);
      const { state, done, total, message } = await answer.json();
      if (state === "done" || state === "failed") {
        location.reload();
        return;
      }
      if (total) {
        bar.max = total;
        bar.value = done;
      }
      if (message) words.textContent = message;
      pause = PAUSE;
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    setTimeout(look, pause);
  }

  setTimeout(look, pause);
}

for (const panel of document.querySelectorAll("[data-progress]")) follow(panel);
