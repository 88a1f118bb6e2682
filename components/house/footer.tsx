'use client';

import { useShow } from '../show/show-context';
import styles from './footer.module.css';

export function Footer() {
  const source = useShow((state) => state.round?.movie.source);
  return (
    <footer className={styles.footer}>
      {source === 'tmdb'
        ? 'This product uses the TMDB API but is not endorsed or certified by TMDB.'
        : 'Public-domain films; posters drawn for Matinee.'}
    </footer>
  );
}
