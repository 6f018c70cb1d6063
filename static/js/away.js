// A page that the phone has kept is shown: what it leads to may not be there, so its links lead
// to the pages that are kept with it.
const worker = navigator.serviceWorker;

function lead() {
  for (const link of document.querySelectorAll("a[data-away]")) link.href = link.dataset.away;
  const instead = document.querySelector("a[data-instead]");
  if (instead) location.replace(instead.href);
}

worker?.addEventListener("message", (event) => { if (event.data?.keptAt) lead(); });
worker?.startMessages();
worker?.controller?.postMessage({ isKept: true });
