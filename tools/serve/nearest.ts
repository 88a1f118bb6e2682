/** Suggests what a mistyped word may have meant. */

/**
 * @returns the words that are most similar to the given one, the most similar first
 */
export function nearest(word: string, words: readonly string[], count: number): string[] {
  const rated = words.map((candidate) => ({ candidate, distance: distanceTo(word, candidate) }));
  return rated
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** A part of a word is nearer than any typing error. */
function distanceTo(word: string, candidate: string): number {
  return candidate.includes(word) ? 0 : editDistance(word, candidate) / Math.max(word.length, candidate.length);
}

/** Returns how many characters must be inserted, deleted or replaced: https://en.wikipedia.org/wiki/Levenshtein_distance */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, character] of Array.from(from).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const [above = 0, diagonal = 0, left = 0] = [previous[column + 1], previous[column], current[column]];
      current.push(Math.min(above + 1, left + 1, diagonal + (character === other ? 0 : 1)));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
