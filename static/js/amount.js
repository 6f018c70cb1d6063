// Amounts as traders type them, in whole dong, by the rules of the server (money/parse.py), and in
// words. What reads in two ways is asked, never guessed: the answer holds one or more readings.
const MOST = 2000000000;
const LONGEST = 40;
const UNITS = {
  k: 1e3, n: 1e3, ng: 1e3, nghin: 1e3, ngan: 1e3, tr: 1e6, trieu: 1e6, ty: 1e9, ti: 1e9,
};
const PLAIN = /^(?:0|[1-9]\d*)$/;
const GROUPED = /^[1-9]\d{0,2}([., '])\d{3}(?:\1\d{3})*$/;
const FRACTION = /^(\d+)[.,](\d+)$/;
const NO_CENTS = /^(\d+|\d{1,3}(?:([., '])\d{3})+)(?!\2)[.,]0{1,2}$/;
const NO_CENTS_PLAIN = /^(\d+)[.,]0{1,2}$/;
const CENTS = /^(\d{1,3}(?:([., '])\d{3})+)(?!\2)[.,]\d{1,2}$/;
const WITH_UNIT = /^([\d., ']*)(k|nghin|ngan|ng|n|trieu|tr|ty|ti)(.*)$/;
const FIGURE = /^\d(?:[\d., ']*\d)?$/;

class Unreadable extends Error {}
class Doubt extends Error {
  constructor(readings) {
    super("more than one reading");
    this.readings = readings;
  }
}

const digits = (text) => Number(text.replace(/\D/g, ""));
const isPrice = (amount) => Number.isInteger(amount) && amount >= 1 && amount <= MOST;

// A figure with a fraction, times a unit, without the errors of floating point: null when no whole.
function scaled(whole, fraction, unit) {
  const length = fraction.length;
  const value = BigInt(whole + fraction) * BigInt(unit);
  const divisor = 10n ** BigInt(length);
  return value % divisor ? NaN : Number(value / divisor);
}

const STROKES = { đ: "d", ð: "d", ɖ: "d", ƀ: "b", ħ: "h", ł: "l", ø: "o", ı: "i" };

export function fold(text) {
  const lowered = text.normalize("NFKC").toLowerCase().replace(/[đðɖƀħłøı]/g, (it) => STROKES[it]);
  return lowered.normalize("NFKD").replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "");
}

// The zero of each script stands ten or fewer places before its other digits.
function plainDigit(sign) {
  let value = 0;
  for (let code = sign.codePointAt(0); value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1)); code -= 1) value += 1;
  return String(value);
}

function bared(typed) {
  // ½ and ² are numbers of another kind; folding would turn them into plain digits.
  if ([...typed].length > LONGEST || /[\p{No}\p{Nl}]/u.test(typed)) throw new Unreadable();
  const text = fold(typed).replace(/’/g, "'").trim().replace(/\s+/g, " ")
    .replace(/(?![0-9])\p{Nd}/gu, plainDigit)
    .replace(/(^|\D) +/g, "$1").replace(/ (?!\d)/g, "");
  return text.replace(/^(?:vnd|₫|d)|(?:dong|vnd|₫|d)$/g, "").replace(/[.,]+$/, "");
}

function whole(figure) {
  if (!PLAIN.test(figure)) throw new Unreadable();
  return Number(figure);
}

function withoutUnit(text) {
  if (PLAIN.test(text) || GROUPED.test(text)) return digits(text);
  const noCents = text.match(NO_CENTS_PLAIN) ?? text.match(NO_CENTS);
  if (noCents && digits(noCents[1]) >= 1000) return digits(noCents[1]);
  const cents = text.match(CENTS);
  if (cents) throw new Doubt([digits(cents[1])]);
  // Digits with a leading zero are a telephone number, not a price.
  if (/^\d+$/.test(text) || !FIGURE.test(text)) throw new Unreadable();
  throw new Doubt([digits(text), ...shortForms(text)]);
}

function shortForms(text) {
  const parts = text.match(FRACTION);
  if (!parts || Number(parts[1]) >= 1000) return [];
  const units = Number(parts[1]) < 10 ? [1, 1e3, 1e6] : [1, 1e3];
  return units.map((unit) => scaled(parts[1], parts[2], unit));
}

// One dot before a unit may group ("1.250k") or part a fraction ("1.25tr").
function timesUnit(figure, unit) {
  const readings = [];
  if (PLAIN.test(figure) || GROUPED.test(figure)) readings.push(digits(figure) * unit);
  const parts = figure.match(FRACTION);
  if (parts) readings.push(scaled(parts[1], parts[2], unit));
  if (!readings.length) throw new Unreadable();
  const possible = readings.filter(isPrice);
  if (possible.length > 1) throw new Doubt(possible);
  return (possible.length ? possible : readings)[0];
}

// "1tr2" and "1tr250" go on in hundred thousands, "1tr250k" says so itself.
function andRest(base, unit, rest) {
  if (!/^\d+$/.test(rest)) return base + smaller(rest, unit);
  if (10 ** rest.length > unit) throw new Unreadable();
  const spoken = (Number(rest) * unit) / 10 ** rest.length;
  const isCertain = rest.length === 1 || (unit > 1000 && rest.length <= 3);
  if (isCertain || spoken === Number(rest)) return base + spoken;
  throw new Doubt([base + Number(rest), base + spoken]);
}

function smaller(rest, unit) {
  let found;
  try {
    found = amountIn(rest);
  } catch {
    throw new Unreadable();
  }
  if (!(found < unit)) throw new Unreadable();
  return found;
}

function amountIn(text) {
  const parts = text.match(WITH_UNIT);
  if (!parts) return withoutUnit(text);
  const [, figure, name, rest] = parts;
  const unit = UNITS[name];
  if (!rest) return timesUnit(figure, unit);
  if (rest === "ruoi") return whole(figure || "1") * unit + unit / 2;
  return andRest(whole(figure) * unit, unit, rest);
}

// {dong} when it is certain, {readings} when it must be asked, {beyond} when no price is so high or
// low, {} when it cannot be read.
export function parseAmount(typed) {
  try {
    const dong = amountIn(bared(typed));
    if (isPrice(dong)) return { dong };
    return Number.isInteger(dong) ? { beyond: dong } : {};
  } catch (problem) {
    if (problem instanceof Doubt) {
      const readings = [...new Set(problem.readings.filter(isPrice))].sort((one, other) => one - other);
      return readings.length ? { readings } : {};
    }
    if (problem instanceof Unreadable) return {};
    throw problem;
  }
}

export const shown = (dong) => `${String(dong).replace(/\B(?=(\d{3})+$)/g, ".")}\u00a0₫`;

const DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split(" ");
const SMALL_EN = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
  + " sixteen seventeen eighteen nineteen").split(" ");
const TENS_EN = " ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

// A group that follows another says its empty hundreds too.
function hundreds(group, isFirst) {
  const [above, rest] = [Math.floor(group / 100), group % 100];
  const words = isFirst && !above ? [] : [DIGITS[above], "trăm"];
  if (!rest) return words;
  if (rest < 10) return words.length ? [...words, "linh", DIGITS[rest]] : [DIGITS[rest]];
  return [...words, ...tens(Math.floor(rest / 10), rest % 10)];
}

function tens(ten, one) {
  const words = ten === 1 ? ["mười"] : [DIGITS[ten], "mươi"];
  if (!one) return words;
  if (one === 5) return [...words, "lăm"];
  if (ten > 1 && one === 1) return [...words, "mốt"];
  if (ten > 1 && one === 4) return [...words, "tư"];
  return [...words, DIGITS[one]];
}

function hundredsEn(group) {
  const [above, rest] = [Math.floor(group / 100), group % 100];
  const words = above ? [SMALL_EN[above], "hundred"] : [];
  if (rest < 20) return rest ? [...words, SMALL_EN[rest]] : words;
  const one = rest % 10 ? `-${SMALL_EN[rest % 10]}` : "";
  return [...words, TENS_EN[Math.floor(rest / 10)] + one];
}

const TONGUES = {
  vi: { read: hundreds, groups: ["", "nghìn", "triệu", "tỷ"], zero: DIGITS[0], dong: "đồng" },
  en: { read: hundredsEn, groups: ["", "thousand", "million", "billion"], zero: SMALL_EN[0], dong: "dong" },
};

// Three digits at a time, the largest first; groups of nothing are silent.
export function inWords(dong, language = "vi") {
  const { read, groups, zero, dong: unit } = TONGUES[language] ?? TONGUES.vi;
  const words = [];
  for (let place = groups.length - 1; place >= 0; place -= 1) {
    const group = Math.floor(dong / 1000 ** place) % 1000;
    if (group) words.push(...read(group, !words.length), groups[place]);
  }
  return [...(words.length ? words.filter(Boolean) : [zero]), unit].join(" ");
}
