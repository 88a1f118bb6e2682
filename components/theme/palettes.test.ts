import { describe, expect, it } from 'vitest';
import { palettes } from './theme';

/** https://www.w3.org/TR/WCAG22/#contrast-minimum */
const minContrast = 4.5;

/** In OKLab. Two colors with less between them are hard to tell apart in small text. */
const minDifference = 0.08;

type Rgb = [number, number, number];

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function linear(hex: string): Rgb {
  const parts = [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16) / 255);
  return parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Rgb;
}

function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** https://bottosson.github.io/posts/oklab/ */
function okLab(hex: string): Rgb {
  const [red, green, blue] = linear(hex);
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}

function difference(a: string, b: string): number {
  const other = okLab(b);
  return Math.hypot(...okLab(a).map((part, index) => part - (other[index] ?? 0)));
}

describe.each(Object.entries(palettes))('the colors of names in %s mode', (_mode, palette) => {
  const names = Object.entries(palette.name).map(([name, { value }]) => [name, value] as const);
  const all = [...Object.values(palette.vote), ...Object.values(palette.name)].map(({ value }) => value);

  it.each(names)('%s is readable on bubbles and on the page', (_name, value) => {
    for (const background of Object.values(palette.background)) {
      expect(contrast(value, background.value)).toBeGreaterThanOrEqual(minContrast);
    }
  });

  it.each(names)('%s is neither a color of votes nor another name', (_name, value) => {
    for (const other of all.filter((color) => color !== value)) {
      expect(difference(value, other)).toBeGreaterThan(minDifference);
    }
  });

  it('leave the number beside the name readable', () => {
    for (const background of Object.values(palette.background)) {
      expect(contrast(palette.font.tertiary.value, background.value)).toBeGreaterThanOrEqual(minContrast);
    }
  });
});
