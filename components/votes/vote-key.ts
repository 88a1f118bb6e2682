/** The keys that vote: 1 to 5 on every keyboard layout. */
import { categories, type Category } from '../../amplify/show';

/** Keys without a character, on which the digit or the place still counts: dead keys and keys of an input method. */
const withoutCharacter = ['Dead', 'Process', 'Unidentified'];

/**
 * Returns the category of a key, or undefined if the key does not vote. Keys are known by their digit in any script, and
 * else by their place: the first row gives `&é"'(` on a French keyboard. https://www.w3.org/TR/uievents-code/
 *
 * A number pad that moves the cursor, with names such as `End` for keys, does not vote.
 */
export function categoryOfKey({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): Category | undefined {
  const digit = digitOf(key);
  if (digit !== undefined) return categories[digit - 1];
  if (!/^.$/u.test(key) && !withoutCharacter.includes(key)) return undefined;
  return categories[Number(/^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]) - 1];
}

/** The value of a decimal digit. Each script has its ten digits in a row: https://www.unicode.org/reports/tr44/#Numeric_Type */
function digitOf(key: string): number | undefined {
  if (!isDigit(key)) return undefined;
  const point = key.codePointAt(0) ?? 0;
  let zero = point;
  while (isDigit(String.fromCodePoint(zero - 1))) zero -= 1;
  return (point - zero) % 10;
}

const isDigit = (key: string) => /^\p{Nd}$/u.test(key);
