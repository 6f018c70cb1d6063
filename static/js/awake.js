// Keeps the screen bright while a code stands on it; where a phone cannot, nothing is lost.
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Low battery or not allowed: the code is there all the same.
  }
}

if (document.querySelector("[data-awake]")) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") stayAwake();
  });
  stayAwake();
}
