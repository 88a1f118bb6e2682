'use client';

import { memo, useCallback, useRef } from 'react';
import { fittedText } from '../fitted-text/fitted-text';
import { useLanguage } from '../language/language-context';
import { lazyComponent } from '../recovery/lazy-component';
import { Part } from '../recovery/part';
import { usePhase, useShow, useShowStatus } from '../show/show-context';
import { Votes } from '../votes/votes';
import { Countdown } from './countdown';
import { eyebrowText } from './eyebrow-text';
import { MovieTransition } from './movie-transition';
import { Synopsis, type Cut } from './synopsis';
import { SynopsisSheet } from './synopsis-sheet';
import { PosterTransition } from './poster-transition';
import styles from './now-playing.module.css';
import { firstTitle, spokenText, statusDetail } from './status-text';

/** Not in the first load: no record is broken before the page is live. */
const Celebration = lazyComponent(() => import('../celebration/celebration').then((module) => module.Celebration));

export function NowPlaying({ className = '' }: { className?: string }) {
  const { texts } = useLanguage();
  const round = useShow((state) => state.round);
  const phase = usePhase();
  const status = useShowStatus(phase);
  const movie = round?.movie ?? null;
  const words = useRef<HTMLDivElement>(null);
  const markCut = useCallback((cut: Cut | null) => {
    if (cut) words.current?.setAttribute('data-cut', cut.direction);
    else words.current?.removeAttribute('data-cut');
    words.current?.style.setProperty('--below-synopsis', `${cut?.spaceBelow ?? 0}px`);
  }, []);
  const eyebrow = <p className={styles.eyebrow}>{movie || status === 'waiting' ? eyebrowText(status, texts) : ''}</p>;

  return (
    <section
      className={`${styles.nowPlaying} ${className}`}
      aria-label={texts.nowPlaying.label}
      data-round-id={round?.roundId}
      data-phase={phase}
    >
      <Part isOptional>
        <PosterTransition kind="glow" movie={movie} />
      </Part>
      <div className={styles.poster}>
        <Part isOptional>
          <PosterTransition kind="poster" movie={movie} nextPoster={round?.nextPoster} />
        </Part>
        <Part isOptional>
          <Celebration />
        </Part>
      </div>
      <div className={styles.details}>
        {movie ? (
          <Part isOptional>
            <Countdown status={status}>{eyebrow}</Countdown>
          </Part>
        ) : (
          eyebrow
        )}
        <div ref={words} className={styles.words}>
          <MovieTransition className={styles.movie} movie={movie}>
            {(shown, isCurrent) => (
              <>
                <Title title={shown?.title ?? firstTitle(status, texts)} />
                {shown && <ReleaseDate date={shown.releaseDate} />}
                <Synopsis className={styles.synopsis} onCut={isCurrent ? markCut : null}>
                  {(isCurrent ? statusDetail(status, texts) : null) ?? shown?.synopsis ?? ''}
                </Synopsis>
              </>
            )}
          </MovieTransition>
          <Part isOptional>{movie && <SynopsisSheet movie={movie} />}</Part>
        </div>
      </div>
      <Part>
        <Votes className={styles.votes} phase={phase} status={status} />
      </Part>
      <p className="visually-hidden" aria-live="polite">
        {spokenText(phase, movie, texts)}
      </p>
    </section>
  );
}

/** Fitting a title takes time: it renders only when the movie changes, not when voting closes. */
const Title = memo(function Title({ title }: { title: string }) {
  const { className: fitted, ...size } = fittedText(title);
  return (
    <h1 className={`${fitted} ${styles.title}`} {...size}>
      <bdi>{title}</bdi>
    </h1>
  );
});

const ReleaseDate = memo(function ReleaseDate({ date }: { date: string }) {
  const { format } = useLanguage();
  return (
    <p className={styles.date}>
      <time dateTime={date}>{format.date(date)}</time>
    </p>
  );
});
