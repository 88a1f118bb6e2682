/** The built-in catalogue: public-domain movies, with posters drawn for this project in `public/posters/`. */
import entries from './catalogue.json';
import type { Movie } from './movie';

export const catalogue: Movie[] = entries.map((entry) => ({ ...entry, source: 'catalogue' }));
