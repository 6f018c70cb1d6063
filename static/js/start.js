// The only script a page names. What each page needs is loaded by what stands on it.
import "./once.js";
import "./errors.js";
import "./awake.js";
import "./outbox.js";
import "./guard.js";

const modules = [
  ["[data-choose]", () => import("./choose.js")],
  [".field input[type=date]", () => import("./day.js")],
  ["[data-price]", () => import("./price.js")],
  ["[data-photo]", () => import("./photo.js")],
  ["[data-share], [data-copy], [data-print]", () => import("./share.js")],
  ["[data-pad]", () => import("./pad.js")],
  ["[data-live]", () => import("./till.js")],
  ["[data-say]", () => import("./say.js")],
  ["[data-progress]", () => import("./progress.js")],
  ["[data-walk-ins]", () => import("./attendance.js")],
  ["[data-leaves]", () => import("./leave.js")],
  ["[data-skills]", () => import("./skills.js")],
  ["[data-counter]", () => import("./counter.js")],
  ["[data-outbox-list]", () => import("./outbox-list.js")],
  ["[data-pad-here]", () => import("./pad-here.js")],
  ["[data-needs-network]", () => import("./needs-network.js")],
  ["[data-photos]", () => import("./photos.js")],
  ["[data-one-page]", () => import("./one-page.js")],
  ["a[data-away], a[data-instead]", () => import("./away.js")],
  ["[data-badges]", () => import("./outbox-badges.js")],
  ["[data-here]", () => import("./code-here.js")],
  ["table[data-sort]", () => import("./sort.js")],
];

for (const [wanted, load] of modules) {
  // A module that fails to load takes nothing away: the page works without it.
  if (document.querySelector(wanted)) load().catch(() => {});
}
