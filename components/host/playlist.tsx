'use client';

import { useRef } from 'react';
import { hostLimits } from '../../amplify/limits';
import { fill } from '../../languages/texts';
import type { Movie, PlaylistEntry } from '../../live/host-backend';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import { Card } from './card';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { MovieSearch } from './movie-search';
import { yearOf } from './movie-text';
import { addLast, addNext, entryOf, isPlayed, moveEntry, withoutEntry } from './playlist-edits';
import styles from './playlist.module.css';
import { Poster } from './poster';
import { Switch } from './switch';

const noEntries: PlaylistEntry[] = [];

/** The movies that come next, if a host has chosen any. */
export function Playlist() {
  const { playlist: texts } = useHostTexts();
  const { format } = useLanguage();
  const session = useHostSession();
  const act = useAct();
  const entries = useHost(({ view }) => view?.playlist ?? noEntries);
  const isRepeating = useHost(({ view }) => view?.isPlaylistRepeating ?? false);
  const played = useHost(({ view }) => view?.playedEntry);
  const isKnown = useHost(({ view }) => view !== null);
  const isFull = entries.length >= hostLimits.maxPlaylistEntries;
  const list = useRef<HTMLOListElement>(null);

  const change = (next: PlaylistEntry[], done: string, repeats = isRepeating) =>
    act(() => session.setPlaylist(next, repeats), { done, undo: () => session.setPlaylist(entries, isRepeating) });

  const add = (movie: Movie, insert: (entry: PlaylistEntry) => PlaylistEntry[]) =>
    void change(insert(entryOf(movie, crypto.randomUUID())), fill(texts.added, { movie: movie.title }));

  /** What was played stays in front: an entry that moved there would never play. */
  const isPlayedAt = (place: number) => isPlayed(entries, place, played, isRepeating);

  /** The button that was pressed may be gone, or belong to another entry. */
  const keepFocus = (place: number, control: string) =>
    requestAnimationFrame(() => {
      const item = list.current?.children[Math.min(place, list.current.children.length - 1)];
      item?.querySelector<HTMLElement>(`[data-control='${control}']:not(:disabled), button:not(:disabled)`)?.focus();
    });

  const move = (entry: PlaylistEntry, by: -1 | 1) => {
    const next = moveEntry(entries, entry.id, by);
    const place = next.findIndex(({ id }) => id === entry.id);
    void change(next, fill(texts.moved, { movie: entry.movie.title, position: format.number(place + 1) }));
    keepFocus(place, by < 0 ? 'up' : 'down');
  };

  const remove = (entry: PlaylistEntry, place: number) => {
    void change(
      withoutEntry(entries, entry.id, played, isRepeating),
      fill(texts.removed, { movie: entry.movie.title }),
    );
    keepFocus(place, 'remove');
  };

  return (
    <Card title={texts.title}>
      <MovieSearch
        isFull={isFull || !isKnown}
        onPlayNext={(movie) => add(movie, (entry) => addNext(entries, played, entry))}
        onAddLast={(movie) => add(movie, (entry) => addLast(entries, entry))}
      />
      {isFull && <p className={styles.note}>{format.count(texts.full, hostLimits.maxPlaylistEntries)}</p>}
      {entries.length > 0 && (
        <ol ref={list} className={styles.list}>
          {entries.map((entry, place) => (
            <Entry
              key={entry.id}
              entry={entry}
              isPlayed={isPlayedAt(place)}
              canMoveUp={place > 0 && !isPlayedAt(place - 1)}
              canMoveDown={place < entries.length - 1 && !isPlayedAt(place)}
              onMove={(by) => move(entry, by)}
              onRemove={() => remove(entry, place)}
            />
          ))}
        </ol>
      )}
      <p className={styles.note}>
        {entries.length === 0 ? texts.random : isRepeating ? texts.repeats : texts.randomAfter}
      </p>
      {entries.length > 0 && (
        <>
          <Switch
            label={texts.repeat}
            isOn={isRepeating}
            onChange={(repeats) => void change(entries, repeats ? texts.repeats : texts.randomAfter, repeats)}
          />
          <Button onClick={() => void change([], texts.cleared, false)}>{texts.backToRandom}</Button>
          <p className={styles.note}>{texts.lastWins}</p>
        </>
      )}
    </Card>
  );
}

interface EntryProps {
  entry: PlaylistEntry;
  isPlayed: boolean;
  canMoveUp: boolean;
  canMoveDown: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Entry({ entry: { movie }, isPlayed, canMoveUp, canMoveDown, onMove, onRemove }: EntryProps) {
  const { playlist: texts } = useHostTexts();
  const named = (text: string) => fill(text, { movie: movie.title });
  return (
    <li className={styles.entry} data-played={isPlayed || undefined}>
      <Poster src={movie.poster} />
      <p className={styles.movie}>
        <bdi className={styles.title}>{movie.title}</bdi>
        <span className={styles.facts}>
          <span>{yearOf(movie)}</span>
          {isPlayed && <span>{texts.played}</span>}
        </span>
      </p>
      <span className={styles.buttons}>
        <Button
          look="plain"
          data-control="up"
          aria-label={named(texts.moveUp)}
          disabled={!canMoveUp}
          onClick={() => onMove(-1)}
        >
          <Icon path="m6 15 6-6 6 6" />
        </Button>
        <Button
          look="plain"
          data-control="down"
          aria-label={named(texts.moveDown)}
          disabled={!canMoveDown}
          onClick={() => onMove(1)}
        >
          <Icon path="m6 9 6 6 6-6" />
        </Button>
        <Button look="plain" data-control="remove" aria-label={named(texts.remove)} onClick={onRemove}>
          <Icon path="m7 7 10 10M17 7 7 17" />
        </Button>
      </span>
    </li>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
