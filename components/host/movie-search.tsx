'use client';

import { useEffect, useState } from 'react';
import { hostLimits } from '../../amplify/limits';
import { fill } from '../../languages/texts';
import type { Movie } from '../../live/host-backend';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import controls from './controls.module.css';
import { failureText, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { yearOf } from './movie-text';
import styles from './playlist.module.css';
import { Poster } from './poster';

/** A search starts when the host has stopped typing for this long. */
const debounceMs = 350;

type Search =
  { text: string; movies: Movie[]; error?: undefined } | { text: string; movies?: undefined; error: unknown };

interface MovieSearchProps {
  /** Whether nothing can be added. */
  isFull: boolean;
  onPlayNext: (movie: Movie) => void;
  onAddLast: (movie: Movie) => void;
}

/** Finds movies by their title. */
export function MovieSearch({ isFull, onPlayNext, onAddLast }: MovieSearchProps) {
  const { playlist } = useHostTexts();
  const [text, setText] = useState('');
  const wanted = text.trim();
  const search = useSearch(wanted);

  return (
    <div className={styles.search} role="search">
      <label className={controls.field}>
        <span>{playlist.search}</span>
        <input
          type="search"
          value={text}
          placeholder={playlist.searchHint}
          maxLength={hostLimits.maxSearchLength}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {wanted !== '' && (
        <Results
          search={search?.text === wanted ? search : null}
          isFull={isFull}
          onPlayNext={onPlayNext}
          onAddLast={onAddLast}
        />
      )}
    </div>
  );
}

/** Returns the last answer, which may be to an earlier text. */
function useSearch(text: string): Search | null {
  const session = useHostSession();
  const [answer, setAnswer] = useState<Search | null>(null);

  useEffect(() => {
    if (text === '') return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      session.searchMovies(text).then(
        (movies) => isCurrent && setAnswer({ text, movies }),
        (error: unknown) => isCurrent && setAnswer({ text, error }),
      );
    }, debounceMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [session, text]);

  return answer;
}

interface ResultsProps extends MovieSearchProps {
  /** Null while there is no answer. */
  search: Search | null;
}

function Results({ search, isFull, onPlayNext, onAddLast }: ResultsProps) {
  const texts = useHostTexts();
  const { playlist } = texts;
  const { format } = useLanguage();
  const movies = search?.movies ?? [];
  const summary = () => {
    if (search === null) return playlist.searching;
    if (search.movies === undefined) return failureText(texts, search.error);
    return movies.length === 0
      ? fill(playlist.noResult, { text: search.text })
      : format.count(playlist.results, movies.length);
  };
  return (
    <div className={styles.results}>
      <p className={styles.note} role="status">
        {summary()}
      </p>
      <ul className={styles.list}>
        {movies.map((movie) => (
          <li key={`${movie.source} ${movie.id}`} className={styles.entry}>
            <Poster src={movie.poster} />
            <p className={styles.movie}>
              <bdi className={styles.title}>{movie.title}</bdi>
              <span className={styles.facts}>
                <span>{yearOf(movie)}</span>
                <span>{movie.source === 'tmdb' ? playlist.tmdb : playlist.catalogue}</span>
              </span>
            </p>
            <span className={styles.buttons}>
              <Button
                disabled={isFull}
                aria-label={fill(playlist.playNextNamed, { movie: movie.title })}
                onClick={() => onPlayNext(movie)}
              >
                {playlist.playNext}
              </Button>
              <Button
                disabled={isFull}
                aria-label={fill(playlist.addLastNamed, { movie: movie.title })}
                onClick={() => onAddLast(movie)}
              >
                {playlist.addLast}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
