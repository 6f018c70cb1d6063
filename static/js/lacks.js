// What the server would ask about when nobody looks any more: answers that are missing, and figures
// that it could not read. A photo may come later.
import { parseAmount, shown } from "./amount.js";

const [FAR, UNUSUAL] = [10, 1000];
const isShown = (part) => part.checkVisibility?.() !== false;
const isGiven = (part) => (["radio", "checkbox"].includes(part.type) ? part.checked : part.value.trim());

export function lacks(form, word) {
  const errors = {};
  for (const field of form.querySelectorAll(".field[data-needed]")) {
    const parts = [...field.querySelectorAll("input, textarea")].filter((one) => one.name && one.type !== "file");
    const label = field.querySelector("label, legend")?.textContent.trim();
    if (parts.length && !parts.some(isGiven) && isShown(field)) errors[parts[0].name] = [word("needed", label)];
  }
  for (const one of form.querySelectorAll("[data-asks]")) {
    const part = one.querySelector("select");
    const [name, answer] = one.dataset.when.split("=");
    if (form.elements[name].value === answer && !part.value) errors[part.name] = [one.dataset.asks];
  }
  for (const part of form.querySelectorAll(".with-unit input")) {
    const typed = part.value.trim();
    const about = part.inputMode === "numeric" ? aboutCount : aboutAmount;
    const asked = typed && isShown(part) && (about(typed, word) || (part.name === "price_vnd" && aboutPrice(form, typed, word)));
    if (asked) errors[part.name] = [asked];
  }
  return Object.keys(errors).length ? errors : null;
}

const aboutCount = (typed, word) => (/^\d{1,9}$/.test(typed.replace(/[. ]/g, "")) ? "" : word("no-count"));

// A price that lost its zeros, or is ten times the last one or a tenth of it (catalog/rules/prices.py).
function aboutPrice({ elements: { sure, was_price_vnd: was } }, typed, word) {
  const { dong } = parseAmount(typed);
  const last = was?.value ? parseAmount(was.value).dong : 0;
  if (!sure || sure.checked || dong === last) return "";
  const isFar = last && (dong >= FAR * last || FAR * dong <= last);
  if (dong < UNUSUAL && !isFar) return word("tiny-price", shown(dong));
  return isFar ? word("far-price", shown(dong)).replace("@", shown(last)) : "";
}

function aboutAmount(typed, word) {
  const { dong, readings, beyond } = parseAmount(typed);
  if (dong) return "";
  if (readings) return word("which-amount", readings.map(shown).join(word("or")));
  if (beyond === undefined) return word("no-amount");
  return word(beyond > 0 ? "high-amount" : "low-amount");
}
