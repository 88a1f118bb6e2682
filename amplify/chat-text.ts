/**
 * The rules for chat messages and nicknames, as regular expressions. The page applies them before it sends, so that
 * authors see the result, and the resolver applies them to every call. A resolver cannot import a module of the project,
 * so `backend.ts` passes the patterns to it as environment variables.
 *
 * Each pattern means the same in Java, whose regular expressions resolvers use, and in JavaScript with the flag `u`. Ranges
 * stand for scripts and for emoji, because both sides know different versions of Unicode.
 */

const emoji = String.raw`\u2190-\u2BFF\uD83C\uDC00-\uD83E\uDEFF`;
const ideographs = String.raw`\u3400-\u9FFF\uF900-\uFAFF\uD840\uDC00-\uD88D\uDFFF`;
/** Scripts in which a joiner changes the form of a letter: Arabic to Sinhala, Burmese, Khmer, Mongolian, Balinese ... */
const joining = String.raw`\u0600-\u0DFF\u1000-\u109F\u1780-\u180A\u1810-\u18AF\u1B00-\u1C4F\uA840-\uABFF\uFB50-\uFDFF\uD802\uDE00-\uD807\uDFFF`;
/** Scripts without spaces between words, in which a zero width space allows a line break: Thai, Lao, Khmer, Javanese ... */
const spaceless = String.raw`\u0E00-\u0FFF\u1000-\u109F\u1780-\u17D3\u1950-\u19DF\u1A20-\u1BFF\uA980-\uA9DF\uAA00-\uAADF`;
/** Bases of variation sequences: https://www.unicode.org/Public/UCD/latest/ucd/StandardizedVariants.txt */
const variable = String.raw`#*0-9\u00A9\u00AE\u1000-\u102A\u203C\u2049\u2122\u2139\u3001-\u303D\u3200-\u32FF\uFF01-\uFF1F${emoji}${ideographs}`;

/** A black flag with the tags "gbeng", "gbsct" or "gbwls": England, Scotland or Wales. */
const flag = String.raw`\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62(?:\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67|\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74|\uDB40\uDC77\uDB40\uDC6C\uDB40\uDC73)\uDB40\uDC7F`;

/**
 * By the name of the resolvers' environment variable, whose value has at most 512 characters. The first six clean a
 * text, in this order. A pattern with a group keeps what the group matches.
 */
export const chatPatterns = {
  /** Becomes a space: control characters, such as line breaks and tabs. */
  CHAT_CONTROLS: String.raw`[\p{Cc}\p{Zl}\p{Zp}]+`,
  /**
   * Removed everywhere: unpaired surrogates, controls of the writing direction, soft hyphens, Hangul fillers, byte order
   * marks and other characters that renderers ignore (Default_Ignorable_Code_Point).
   */
  CHAT_INVISIBLE: String.raw`[\p{Cs}\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFC\uD82F\uDCA0-\uD82F\uDCA3\uD834\uDD73-\uD834\uDD7A\uDB40\uDC00-\uDB40\uDC1F\uDB40\uDC80-\uDB40\uDCFF\uDB40\uDDF0-\uDB43\uDFFF]`,
  /** Removed outside of flags: tags. */
  CHAT_TAGS: String.raw`(${flag})|[\uDB40\uDC20-\uDB40\uDC7F]`,
  /** Removed where they select no variant: variation selectors of emoji, ideographs and Mongolian. */
  CHAT_SELECTORS: String.raw`([${variable}][\uFE00-\uFE0F]|[${ideographs}][\uDB40\uDD00-\uDB40\uDDEF]|[\u1820-\u18AA][\u180B-\u180F]{1,2})|[\uFE00-\uFE0F\uDB40\uDD00-\uDB40\uDDEF\u180B-\u180F]`,
  /** Removed where they join or separate nothing: joiners and the zero width space. */
  CHAT_JOINERS: String.raw`([${emoji}]\uFE0F?(?:\u200D[${emoji}]\uFE0F?)+|[${joining}][\u200C\u200D]|[${spaceless}]\u200B)|[\u200B-\u200D]`,
  /** Removed: spaces at both ends. */
  CHAT_EDGES: String.raw`^[\p{Z}]+|[\p{Z}]+$`,
  /** A clean text has at least one character that shows something. Some letters and symbols are blank. */
  CHAT_VISIBLE: String.raw`^.*(?:[\uD83C\uDC00-\uD83E\uDEFF]|(?![\u2800\uD834\uDD59\uD80D\uDC41\uD80D\uDC42])[\p{L}\p{N}\p{P}\p{S}]).*$`,
  /**
   * A clean text neither starts with a combining mark, nor has more than four marks above and below a character, which
   * would cover the neighboring lines: https://www.unicode.org/reports/tr39/#Optional_Detection
   */
  CHAT_FIT: String.raw`^(?!\p{M})(?!.*(?:[\p{Mn}\p{Me}][\u200B-\u200D]?){5})(?!.*(?:\p{M}[\u200B-\u200D]?){9}).*$`,
};

export type ChatPatterns = typeof chatPatterns;
