/** The built-in programme: public-domain films, with posters drawn for this project in `public/posters/`. */
import entries from './catalogue.json';
import type { Movie } from './movie';

export const catalogue: Movie[] = entries.map((entry) => ({ ...entry, source: 'catalogue' }));
