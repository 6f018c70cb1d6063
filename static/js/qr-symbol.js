// A QR symbol from a text, by ISO/IEC 18004: versions 1 to 13, levels L and M, in alphanumeric or
// byte mode. Steps as in clause 7: encode the text, add error correction, lay out, mask, describe.
const LEVELS = {
  // Table 9 by version: codewords of error correction in a block, and the number of blocks.
  // `bits` is the level as the format information says it (table 12).
  L: { bits: 1, correction: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26], blocks: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4] },
  M: { bits: 0, correction: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22], blocks: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9] },
};
const NEWEST = 13;
const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"; // table 5
const QUIET_ZONE = 4; // 6.3.8

// 7.8.2, table 10: each condition turns a module around where it holds.
const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

const sideOf = (version) => 4 * version + 17;

// Codewords in a symbol: all modules without function patterns, format and version information.
function codewordsIn(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version > 1) {
    const lines = Math.floor(version / 7) + 2;
    modules -= (25 * lines - 10) * lines - 55;
  }
  return (version > 6 ? modules - 36 : modules) >> 3;
}

const dataCodewords = (version, { correction, blocks }) =>
  codewordsIn(version) - correction[version - 1] * blocks[version - 1];

// 7.4.1: mode indicator, character count (its length is in table 3), then the characters.
const writeBits = (bits, value, length) => {
  for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
};

// 7.4.4: two characters are one number of 11 bits, a last single one takes 6.
function alphanumeric(text, version) {
  const bits = [];
  writeBits(bits, 2, 4);
  writeBits(bits, text.length, version < 10 ? 9 : 11);
  const values = [...text].map((sign) => ALPHANUMERIC.indexOf(sign));
  for (let at = 0; at < values.length; at += 2) {
    if (at + 1 < values.length) writeBits(bits, values[at] * 45 + values[at + 1], 11);
    else writeBits(bits, values[at], 6);
  }
  return bits;
}

// 7.4.5: one byte after the other.
function bytes(text, version) {
  const bits = [];
  const encoded = new TextEncoder().encode(text);
  writeBits(bits, 4, 4);
  writeBits(bits, encoded.length, version < 10 ? 8 : 16);
  for (const byte of encoded) writeBits(bits, byte, 8);
  return bits;
}

function encoded(text, level, asked) {
  const isPlain = [...text].every((sign) => ALPHANUMERIC.includes(sign));
  for (let version = asked ?? 1; version <= (asked ?? NEWEST); version += 1) {
    const bits = (isPlain ? alphanumeric : bytes)(text, version);
    const room = dataCodewords(version, level) * 8;
    if (bits.length <= room) return { version, data: padded(bits, room) };
  }
  throw new RangeError("too long for a symbol");
}

// 7.4.9 and 7.4.10: up to four bits end the text, zeros fill the byte, two bytes in turn the rest.
function padded(bits, room) {
  writeBits(bits, 0, Math.min(4, room - bits.length));
  writeBits(bits, 0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xfd) writeBits(bits, pad, 8);
  const data = [];
  for (let at = 0; at < room; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  return data;
}

// 7.5.2: a product in GF(256), whose field polynomial is x^8 + x^4 + x^3 + x^2 + 1.
function times(one, other) {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d) ^ (((other >> at) & 1) * one);
  }
  return product;
}

// Annex A: the polynomial with the roots 1, a, a^2, …; its leading 1 is left out.
function generator(degree) {
  const terms = new Array(degree).fill(0);
  terms[degree - 1] = 1;
  for (let round = 0, root = 1; round < degree; round += 1, root = times(root, 2)) {
    for (let at = 0; at < degree; at += 1) terms[at] = times(terms[at], root) ^ (terms[at + 1] ?? 0);
  }
  return terms;
}

// What is left when the block is divided by the generator.
function correctionOf(block, divisor) {
  const rest = divisor.map(() => 0);
  for (const byte of block) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    divisor.forEach((term, at) => { rest[at] ^= times(term, factor); });
  }
  return rest;
}

// 7.6: the later blocks are longer by one; then first bytes of all blocks, second bytes, and so on.
function interleaved(data, version, { correction, blocks }) {
  const count = blocks[version - 1];
  const divisor = generator(correction[version - 1]);
  const short = Math.floor(data.length / count);
  const firstLong = count - (data.length % count);
  const parts = Array.from({ length: count }, (_, at) => {
    const start = at * short + Math.max(0, at - firstLong);
    return data.slice(start, start + short + (at < firstLong ? 0 : 1));
  });
  const inTurn = (all) =>
    Array.from({ length: Math.max(...all.map((one) => one.length)) }, (_, at) => all.map((one) => one[at]))
      .flat()
      .filter((byte) => byte !== undefined);
  return [...inTurn(parts), ...inTurn(parts.map((part) => correctionOf(part, divisor)))];
}

// A grid that knows which modules belong to function patterns, where neither data nor masks go.
function emptyGrid(side) {
  const rows = () => Array.from({ length: side }, () => new Uint8Array(side));
  const grid = { side, dark: rows(), taken: rows() };
  grid.set = (x, y, isDark) => {
    if (x < 0 || y < 0 || x >= side || y >= side) return;
    grid.dark[y][x] = isDark ? 1 : 0;
    grid.taken[y][x] = 1;
  };
  return grid;
}

// Squares one inside the other: dark, light, dark by their distance from the middle.
function squares(grid, middleX, middleY, reach, isDark) {
  for (let y = -reach; y <= reach; y += 1) {
    for (let x = -reach; x <= reach; x += 1) {
      grid.set(middleX + x, middleY + y, isDark(Math.max(Math.abs(x), Math.abs(y))));
    }
  }
}

function functionPatterns(grid, version) {
  const last = grid.side - 1;
  for (let at = 0; at <= last; at += 1) { // 6.3.5, timing
    grid.set(at, 6, at % 2 === 0);
    grid.set(6, at, at % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [last - 3, 3], [3, last - 3]]) { // 6.3.3 and 6.3.4, finders
    squares(grid, x, y, 4, (distance) => distance !== 2 && distance !== 4);
  }
  const lines = version === 1 ? [] : version < 7 ? [6, last - 6] : [6, last / 2, last - 6];
  for (const x of lines) { // 6.3.6 and annex E, alignment, but for where finders are
    for (const y of lines) {
      const isFinder = (x === 6 && (y === 6 || y === last - 6)) || (y === 6 && x === last - 6);
      if (!isFinder) squares(grid, x, y, 2, (distance) => distance !== 1);
    }
  }
}

// The rest of a division of polynomials over two elements, as annexes C and D ask for.
function remainder(value, degree, divisor) {
  let rest = value;
  for (let at = 0; at < degree; at += 1) rest = (rest << 1) ^ ((rest >> (degree - 1)) * divisor);
  return rest;
}

// 7.9 and annex C: level and mask, twice, in 15 bits that are never all light; one module is dark.
function formatInformation(grid, level, mask) {
  const value = (level.bits << 3) | mask;
  const bits = ((value << 10) | remainder(value, 10, 0x537)) ^ 0x5412;
  const { side } = grid;
  for (let at = 0; at < 15; at += 1) {
    const isDark = (bits >> at) & 1;
    grid.set(8, at < 6 ? at : at < 8 ? at + 1 : side - 15 + at, isDark);
    grid.set(at < 8 ? side - 1 - at : at === 8 ? 7 : 14 - at, 8, isDark);
  }
  grid.set(8, side - 8, 1);
}

// 7.10 and annex D: from version 7 on, twice, in 18 bits.
function versionInformation(grid, version) {
  if (version < 7) return;
  const bits = (version << 12) | remainder(version, 12, 0x1f25);
  for (let at = 0; at < 18; at += 1) {
    const far = grid.side - 11 + (at % 3);
    const near = Math.floor(at / 3);
    grid.set(far, near, (bits >> at) & 1);
    grid.set(near, far, (bits >> at) & 1);
  }
}

// 7.7.3: in columns of two from the right, upwards and downwards in turn, past the timing column.
function place(grid, codewords) {
  let at = 0;
  let isUpwards = true;
  for (let right = grid.side - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < grid.side; step += 1) {
      const y = isUpwards ? grid.side - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid.taken[y][x]) continue;
        // Bits that remain over stay light.
        grid.dark[y][x] = (codewords[at >> 3] >> (7 - (at & 7))) & 1;
        at += 1;
      }
    }
    isUpwards = !isUpwards;
  }
}

function masked(grid, level, mask) {
  const other = { ...grid, dark: grid.dark.map((row) => row.slice()) };
  other.set = (x, y, isDark) => { other.dark[y][x] = isDark ? 1 : 0; };
  for (let y = 0; y < grid.side; y += 1) {
    for (let x = 0; x < grid.side; x += 1) {
      if (!grid.taken[y][x] && MASKS[mask](x, y)) other.dark[y][x] ^= 1;
    }
  }
  formatInformation(other, level, mask);
  return other.dark;
}

// 7.8.3, table 11: long runs, patterns like a finder beside light; one line at a time.
function lineFaults(line) {
  let faults = 0;
  for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) faults += run.length - 2;
  for (let at = line.indexOf("1011101"); at >= 0; at = line.indexOf("1011101", at + 1)) {
    // Beyond the edge the quiet zone is light.
    const before = line.slice(Math.max(0, at - 4), at);
    const after = line.slice(at + 7, at + 11);
    if (!before.includes("1") || !after.includes("1")) faults += 40;
  }
  return faults;
}

// Squares of one colour, and how far the dark share is from one half.
function areaFaults(rows) {
  const side = rows.length;
  let faults = 0;
  let dark = 0;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      dark += rows[y][x];
      if (!x || !y) continue;
      const sum = rows[y][x] + rows[y][x - 1] + rows[y - 1][x] + rows[y - 1][x - 1];
      if (sum % 4 === 0) faults += 3;
    }
  }
  return faults + 10 * Math.floor(Math.abs((100 * dark) / (side * side) - 50) / 5);
}

export function penalty(rows) {
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  const lines = [...rows, ...columns].map((line) => line.join(""));
  return lines.reduce((sum, line) => sum + lineFaults(line), areaFaults(rows));
}

// The modules of the smallest symbol that holds the text; `rows[y][x]` is 1 where it is dark.
export function qrSymbol(text, { level: name = "M", version: asked, mask: forced } = {}) {
  const level = LEVELS[name];
  const { version, data } = encoded(text, level, asked);
  const grid = emptyGrid(sideOf(version));
  functionPatterns(grid, version);
  formatInformation(grid, level, 0); // keeps its place free of data
  versionInformation(grid, version);
  place(grid, interleaved(data, version, level));
  const tried = (forced === undefined ? MASKS.map((_, mask) => mask) : [forced])
    .map((mask) => ({ mask, rows: masked(grid, level, mask) }));
  const faults = tried.map(({ rows }) => penalty(rows));
  const best = tried[faults.indexOf(Math.min(...faults))];
  return { version, level: name, mask: best.mask, rows: best.rows.map((row) => [...row]) };
}

// Draws on a canvas in whole pixels, with the quiet zone, and says the side that it took.
export function drawSymbol(pen, rows, left, top, scale) {
  const side = (rows.length + 2 * QUIET_ZONE) * scale;
  pen.fillStyle = "#fff";
  pen.fillRect(left, top, side, side);
  pen.fillStyle = "#000";
  rows.forEach((row, y) => row.forEach((isDark, x) => {
    if (isDark) pen.fillRect(left + (x + QUIET_ZONE) * scale, top + (y + QUIET_ZONE) * scale, scale, scale);
  }));
  return side;
}
