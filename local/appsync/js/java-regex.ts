/**
 * Java's regular expressions (java.util.regex.Pattern), which APPSYNC_JS uses. Supports the constructs that are the
 * same in JavaScript. Patterns with other constructs are refused.
 */
import { LRUCache } from 'lru-cache';

const compiled = new LRUCache<string, RegExp>({ max: 500 });

/** Constructs that JavaScript lacks or interprets differently. */
const onlyJava = [
  String.raw`\\[QEAZzGRhHX]`,
  String.raw`[*+?}]\+`, // possessive
  String.raw`\(\?[a-zA-Z-]+[:)]`, // flags
  String.raw`\(\?>`, // atomic
  '&&',
  String.raw`\\p\{(?:java|Is|In|Lower|Upper|ASCII|Alpha|Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space)[^}]*\}`,
].join('|');
/** An escaped backslash does not start a construct. */
const onlyJavaPattern = new RegExp(String.raw`\\\\|(${onlyJava})`, 'g');

/**
 * @throws Error if the pattern has a construct that differs in JavaScript.
 */
export function compileJavaPattern(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  for (const [, construct] of pattern.matchAll(onlyJavaPattern)) {
    if (construct) throw new Error(`The pattern ${pattern} uses ${construct}, which the local runtime can't evaluate.`);
  }
  const regex = new RegExp(pattern, 'gu');
  compiled.set(pattern, regex);
  return regex;
}

/**
 * `util.matches`. AWS does not document whether a pattern must match the whole value, so calls for which this makes a
 * difference are refused.
 */
export function matches(pattern: string, value: string): boolean {
  const { source } = compileJavaPattern(pattern);
  const part = new RegExp(source, 'u').test(value);
  const whole = new RegExp(`^(?:${source})$`, 'u').test(value);
  if (part !== whole)
    throw new Error(`util.matches: anchor the pattern ${pattern} with ^ and $, so that it can't match a part.`);
  return whole;
}

/**
 * In Java's replacements, `$1` is a group and a backslash escapes. Other `$` sequences of JavaScript are plain text.
 */
function expand(replacement: string, groups: string[]): string {
  return replacement.replace(/\\(.)|\$(\d)/gs, (_, escaped: string | undefined, group: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const text = groups[Number(group)];
    if (text === undefined)
      throw new Error(`The replacement ${replacement} refers to a group that the pattern does not have.`);
    return text;
  });
}

function replace(text: string, pattern: string, replacement: string, limit: number): string {
  let done = 0;
  return text.replace(compileJavaPattern(pattern), (...match: (string | number | undefined)[]) => {
    if (done >= limit) return String(match[0]);
    done += 1;
    // After the match and its groups come the offset, a number, and the whole text.
    const offsetIndex = match.findIndex((part) => typeof part === 'number');
    const groups = match.slice(0, offsetIndex).map((part) => String(part ?? ''));
    return expand(replacement, groups);
  });
}

export const replaceFirst = (text: string, pattern: string, replacement: string) =>
  replace(text, pattern, replacement, 1);
export const replaceAll = (text: string, pattern: string, replacement: string) =>
  replace(text, pattern, replacement, Infinity);
