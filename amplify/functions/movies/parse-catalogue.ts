/** What any catalogue needs to play, with errors that say what to change in `catalogue.json`. */
import { z } from 'zod';
import type { Movie } from './movie';

/**
 * The maximum size of a movie in JSON. A request starts a round with two of them, and must be smaller than the firewall
 * allows.
 */
export const maxMovieBytes = 3500;

const text = z.string('must be a text').trim().min(1, 'must not be empty');

const entrySchema = z
  .strictObject({
    id: z
      .string('must be a text')
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must consist of lower-case letters, digits and single hyphens')
      .refine((id) => !id.startsWith('tmdb-'), 'must not start with tmdb-, as the ids of movies from TMDB do'),
    title: text,
    releaseDate: z.iso.date('must be a date, such as 1926-12-31'),
    synopsis: text,
    poster: z
      .string('must be a text')
      .regex(
        /^\/[^/]/,
        'must be a path below public/, such as /posters/my-movie.jpg: pages load no images from elsewhere',
      ),
  })
  .refine(
    (entry) => new TextEncoder().encode(JSON.stringify(entry)).length <= maxMovieBytes,
    `must not be longer than ${maxMovieBytes.toLocaleString('en')} bytes: shorten the synopsis`,
  );

const catalogueSchema = z.array(entrySchema, 'must be a list of movies').min(1, 'must have at least one movie');

/** @throws with all mistakes and the movies that have them */
export function parseCatalogue(entries: unknown): Movie[] {
  const { data = [], error } = catalogueSchema.safeParse(entries);
  const mistakes = error
    ? error.issues.map(({ path, message, ...issue }) => {
        const unknown = issue.code === 'unrecognized_keys' ? `must not have ${issue.keys.join(', ')}` : undefined;
        return `${describePlace(path, entries)} ${unknown ?? message}`;
      })
    : findRepeatedIds(data).map((id) => `${id}: two movies have this id`);
  if (mistakes.length > 0) throw new Error(['catalogue.json is invalid:', ...mistakes].join('\n  '));
  return data.map((entry) => ({ ...entry, source: 'catalogue' }));
}

/** Names a movie by its id, or else by its position, and the field. */
function describePlace([index, ...fields]: PropertyKey[], entries: unknown): string {
  if (typeof index !== 'number') return 'it';
  const id = z.object({ id: z.string() }).safeParse(Array.isArray(entries) ? entries[index] : undefined).data?.id;
  return [`movie ${index + 1}${id ? ` (${id})` : ''}`, ...fields.map(String)].join(', ') + ':';
}

function findRepeatedIds(entries: readonly { id: string }[]): string[] {
  const ids = entries.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))];
}
