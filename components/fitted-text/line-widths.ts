/**
 * How wide a title must be to fit into one line, two lines, and so on, so that style sheets can choose the largest size
 * at which the whole title fits, without measuring it: the server renders it like that, and nothing moves afterwards.
 */

/** The advance widths of the display font in em, rounded up a little. Others are those of usual system fonts. */
const advanceWidths: [RegExp, number][] = [
  [/[\p{M}\p{Cf}]/u, 0],
  [/['’‘`|.,:;¡]/, 0.26],
  [/[!"ijlíìfItr()[\]{}\- ]/, 0.37],
  [/[“”1/J\\_ceasvxz¿?<>=+^–7àáâäåçèéêë]/, 0.5],
  [/[A-Z\u00c0-\u00de]/, 0.74],
  [/[mM&@W…—w%]/, 0.9],
  // Ideographs, kana, Hangul, full-width forms and pictures.
  [/[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3ffff}]/u, 1],
];
const otherWidth = 0.6;
const widestCapitals = /[MW]/;

/** For rounding, and for system fonts, whose widths differ. */
const margin = 1.05;

/** What a line never breaks within: a word up to its hyphens, or one ideograph or kana with the punctuation after it. */
const ideographs = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー';
const unbreakable = new RegExp(`[${ideographs}][、。・…！？!?）」』]*|[^\\s\\-${ideographs}]+-*|-+`, 'gu');

/** Titles of more lines than this do not become wider. */
export const maxLines = 9;

interface Piece {
  width: number;
  /** The width of the space before it, which is lost at the start of a line. */
  space: number;
}

/**
 * Returns the least width in em of a box in which a text has at most one line, at most two lines, and so on.
 *
 * @param text the title; its spaces and hyphens, and any place between ideographs, may end a line
 */
export function lineWidths(text: string): number[] {
  const pieces = piecesOf(text);
  const widest = Math.max(0, ...pieces.map(({ width }) => width));
  const total = pieces.reduce((sum, { width, space }) => sum + space + width, 0);
  return Array.from({ length: maxLines }, (_, index) => {
    let [least, most] = [widest, total];
    for (let step = 0; step < 12; step += 1) {
      const width = (least + most) / 2;
      if (linesAt(width, pieces) <= index + 1) most = width;
      else least = width;
    }
    return Number((most * margin).toFixed(2));
  });
}

function piecesOf(text: string): Piece[] {
  return Array.from(text.matchAll(unbreakable), ({ 0: piece, index }) => ({
    width: widthOf(piece),
    space: index > 0 && /\s/.test(text[index - 1] ?? '') ? widthOf(' ') : 0,
  }));
}

function linesAt(width: number, pieces: Piece[]): number {
  let [lines, filled] = [0, Infinity];
  for (const piece of pieces) {
    const extended = filled + piece.space + piece.width;
    if (extended > width) lines += 1;
    filled = extended > width ? piece.width : extended;
  }
  return Math.max(1, lines);
}

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, character) => {
    if (widestCapitals.test(character)) return sum + 1;
    const known = advanceWidths.find(([characters]) => characters.test(character));
    return sum + (known?.[1] ?? otherWidth);
  }, 0);
}
