/** `setPlaylist`, step 2: replaces the playlist. */
import { util } from '@aws-appsync/utils';

/** A path of this app, where `//` and `/\` would be another host, or a picture of TMDB: what the pages' policy allows. */
const posterPattern = '^(?:/(?![/\\\\])[^\\s\\\\]{1,199}|https://image\\.tmdb\\.org/[\\w./-]{1,170})$';

/** A day of the calendar, as in ISO 8601. */
const datePattern =
  '^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8])))$';

/** @param {import('./context').ResolverContext<'setPlaylist'>} ctx */
export function request(ctx) {
  const limits = JSON.parse(ctx.env.HOST_LIMITS);
  const { entries, isRepeating } = ctx.args;
  if (entries.length > limits.maxPlaylistEntries) {
    refuse(`A playlist has at most ${limits.maxPlaylistEntries} movies, not ${entries.length}.`);
  }
  /** @type {string[]} */
  const ids = [];
  for (const entry of entries) {
    requireLength(entry.id, 'id of an entry', limits.maxIdLength);
    if (ids.indexOf(entry.id) >= 0) {
      refuse(`Each entry has an id of its own, but two have ${entry.id}.`);
    }
    ids.push(entry.id);
    const { id, title, synopsis, releaseDate, poster, source } = entry.movie;
    requireLength(id, 'id of a movie', limits.maxIdLength);
    requireLength(title, 'title', limits.maxTitleLength);
    requireLength(synopsis, 'synopsis', limits.maxSynopsisLength);
    if (!util.matches(datePattern, releaseDate)) {
      refuse('A release date is a day in the form 1931-05-11.');
    }
    if (!util.matches(posterPattern, poster)) {
      refuse('A poster is a path of this app, such as /posters/m.svg, or a picture of https://image.tmdb.org/.');
    }
    if (source !== 'catalogue' && source !== 'tmdb') {
      refuse('The source of a movie is catalogue or tmdb.');
    }
  }
  // DynamoDB stores at most 400 KB in a row, and a character takes at most three bytes.
  const { length } = JSON.stringify(entries);
  if (length > limits.maxPlaylistLength) {
    refuse(`A playlist has at most ${limits.maxPlaylistLength} characters in total, not ${length}.`);
  }
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ show: ctx.env.SHOW }),
    update: {
      expression: 'SET entries = :entries, isRepeating = :isRepeating',
      expressionValues: util.dynamodb.toMapValues({ ':entries': entries, ':isRepeating': isRepeating }),
    },
  };
}

/** @param {import('./context').ResolverContext<'setPlaylist'>} ctx */
export function response(ctx) {
  if (ctx.error) {
    util.error(ctx.error.message, ctx.error.type);
  }
  return ctx.result;
}

/**
 * @param {string} text
 * @param {string} what names the text in errors
 * @param {number} maxLength
 */
function requireLength(text, what, maxLength) {
  if (text.length < 1 || text.length > maxLength) {
    refuse(`The ${what} must have from 1 to ${maxLength} characters, not ${text.length}.`);
  }
}

/** @param {string} reason */
function refuse(reason) {
  util.error(reason, 'InvalidPlaylist');
}
