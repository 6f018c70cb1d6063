// Keeps the screen bright while a code stands on it; where a phone cannot, for its battery is low or
// it may not, the code is there all the same.
const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => {});

if (document.querySelector("[data-awake]")) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") stayAwake();
  });
  stayAwake();
}
