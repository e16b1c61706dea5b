// Draws resources/icons/*.png from signed distances: `node scripts/draw-icons.mjs`. The pictures are
// committed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { Buffer } from 'node:buffer';

const folder = new URL('../resources/icons/', import.meta.url);

/**
 * Distance to a rounded box around (cx, cy); negative inside. All lengths are fractions of the picture's
 * side.
 */
function box(x, y, cx, cy, halfWidth, halfHeight, radius) {
  const dx = Math.abs(x - cx) - halfWidth + radius;
  const dy = Math.abs(y - cy) - halfHeight + radius;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
}

/** Utter's mark: five bars of a voice, the middle one the tallest. */
const bars = [0.1, 0.24, 0.36, 0.2, 0.12];
function voice(x, y, scale) {
  const pitch = 0.145 * scale;
  const distances = bars.map((half, i) => {
    return box(x, y, 0.5 + (i - 2) * pitch, 0.5, 0.046 * scale, half * scale, 0.046 * scale);
  });
  return Math.min(...distances);
}

const mix = (from, to, t) => from.map((value, i) => value + (to[i] - value) * t);

/**
 * `paint(x, y)` gives layers from the bottom up: [distance, [r, g, b]]. Edges are smoothed over one pixel.
 */
function draw(side, paint) {
  const pixels = Buffer.alloc(side * side * 4);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let color = [0, 0, 0];
      let alpha = 0;
      for (const [distance, layer] of paint((column + 0.5) / side, (row + 0.5) / side)) {
        const cover = Math.min(1, Math.max(0, 0.5 - distance * side));
        const total = cover + alpha * (1 - cover);
        if (total > 0) color = mix(color, layer, cover / total);
        alpha = total;
      }
      pixels.set([...color.map(Math.round), Math.round(alpha * 255)], (row * side + column) * 4);
    }
  }
  return png(side, pixels);
}

function png(side, pixels) {
  const rows = Buffer.alloc(side * (side * 4 + 1));
  for (let row = 0; row < side; row++) {
    pixels.copy(rows, row * (side * 4 + 1) + 1, row * side * 4, (row + 1) * side * 4);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const white = [255, 255, 255];
const black = [0, 0, 0];
const appIcon = (x, y) => [
  [box(x, y, 0.5, 0.5, 0.42, 0.42, 0.19), mix([91, 76, 219], [38, 32, 128], y)],
  [voice(x, y, 0.78), white],
];
/** A dark disc, so that the bars show on light and dark panels alike; red while Utter listens. */
const trayIcon = (color) => (x, y) => [
  [Math.hypot(x - 0.5, y - 0.5) - 0.48, color],
  [voice(x, y, 0.95), white],
];
/** macOS colours template images itself; listening is shown by a disc with the bars cut out of it. */
const template = (x, y) => [[voice(x, y, 1.15), black]];
const activeTemplate = (x, y) => [[Math.max(Math.hypot(x - 0.5, y - 0.5) - 0.48, -voice(x, y, 0.95)), black]];

mkdirSync(folder, { recursive: true });
const pictures = {
  'icon.png': draw(1024, appIcon),
  'tray.png': draw(32, trayIcon([58, 52, 92])),
  'tray-active.png': draw(32, trayIcon([214, 48, 72])),
  'trayTemplate.png': draw(16, template),
  'trayTemplate@2x.png': draw(32, template),
  'trayActiveTemplate.png': draw(16, activeTemplate),
  'trayActiveTemplate@2x.png': draw(32, activeTemplate),
};
for (const [name, picture] of Object.entries(pictures)) writeFileSync(new URL(name, folder), picture);
console.log(`Drew ${Object.keys(pictures).length} pictures into ${folder.pathname}`);
