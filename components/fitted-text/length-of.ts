/** How much room a title needs in a list, roughly: an ideograph is as wide as two letters. */

const wide = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]/;

export function lengthOf(title: string): 'short' | 'long' | 'endless' {
  const letters = Array.from(title).reduce((sum, character) => sum + (wide.test(character) ? 2 : 1), 0);
  if (letters <= 28) return 'short';
  return letters <= 60 ? 'long' : 'endless';
}
