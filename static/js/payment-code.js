// The text of a VietQR code: tagged objects as EMVCo and NAPAS-1.0 write them, and its checksum.
const NAPAS = "A000000727";
const LONGEST_ACCOUNT = 19;
const USUAL_PURPOSE = 19; // what banks are known to carry
const DEAREST = 499999999;

// Letters and signs that no decomposition brings to ASCII, as the server spells them.
const LETTERS = { đ: "d", Đ: "D", ð: "d", Ð: "D", ø: "o", Ø: "O", ł: "l", Ł: "L" };
const SIGNS = {
  "₫": "d", ß: "ss", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", "×": "x", "⁄": "/",
  "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‐": "-",
};

const object = (tag, value) => `${tag}${String(value.length).padStart(2, "0")}${value}`;

// CRC-16 of ISO/IEC 13239: polynomial 1021, start FFFF, over all up to and with "6304".
export function crc(text) {
  let sum = 0xffff;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = ((sum << 1) ^ ((sum >> 15) * 0x1021)) & 0xffff;
  }
  return sum.toString(16).toUpperCase().padStart(4, "0");
}

// An amount makes the code one for a single payment (01 is 12) unless something else is asked.
export function payload({ bin, account, service = "QRIBFTTA", initiation, amount, purpose }) {
  const holder = object("00", bin) + object("01", account);
  const body = [
    object("00", "01"),
    object("01", initiation ?? (amount ? "12" : "11")),
    object("38", object("00", NAPAS) + object("01", holder) + object("02", service)),
    object("53", "704"),
    amount ? object("54", String(amount)) : "",
    object("58", "VN"),
    purpose ? object("62", object("08", purpose)) : "",
    "6304",
  ].join("");
  return body + crc(body);
}

// Letters keep their case, because it is part of some accounts; null when no code can carry it.
export function accountNumber(typed) {
  const number = typed.replace(/[\s.\-]+/g, "");
  return /^[0-9A-Za-z]+$/.test(number) && number.length <= LONGEST_ACCOUNT ? number : null;
}

const unmarked = (text, form) => text.normalize(form).replace(/\p{M}/gu, "");
const spelled = (text, table) => [...text].map((sign) => table[sign] ?? sign).join("");

// A purpose that banks carry unharmed: A-Z, 0-9 and single spaces; nothing is cut.
export function foldedPurpose(text) {
  const plain = spelled(unmarked(spelled(unmarked(text, "NFD"), LETTERS), "NFKD"), SIGNS);
  return plain.replace(/[^\S\ufeff]|[\x1c-\x1f\x85]/g, " ").replace(/[^ -~]/g, "")
    .toUpperCase().replace(/[^A-Z0-9 ]/g, "").replace(/ +/g, " ").trim();
}

export const isTooLongPurpose = (purpose) => purpose.length > USUAL_PURPOSE;
export const isTooDear = (amount) => amount > DEAREST;
