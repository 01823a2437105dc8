import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { greyscalePng } from './png.ts';

const side = 28;
const perDigit = 30;

/** Writes `<folder>/<digit>/<nnnn>.png`: real handwriting from the MNIST set, always the same images under the same names. */
export function writeImages(folder: string): void {
  const digits = join(dirname(createRequire(import.meta.url).resolve('mnist/package.json')), 'src', 'digits');
  for (let digit = 0; digit < 10; digit++) {
    const { data } = JSON.parse(readFileSync(join(digits, `${digit}.json`), 'utf8')) as { data: number[] };
    mkdirSync(join(folder, String(digit)), { recursive: true });
    for (let index = 0; index < perDigit; index++) {
      const brightness = data.slice(index * side * side, (index + 1) * side * side);
      const pixels = Uint8Array.from(brightness, (value) => Math.round(value * 255));
      // unique across folders, so that no tool that flattens them loses an image
      const name = `${String(digit * 1000 + index).padStart(4, '0')}.png`;
      writeFileSync(join(folder, String(digit), name), greyscalePng(side, side, pixels));
    }
  }
}
