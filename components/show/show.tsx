'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ChatFrame } from '../chat/chat-frame';
import { Footer } from '../layout/footer';
import { Header } from '../layout/header';
import { useLanguage } from '../language/language-context';
import { Leaderboard } from '../leaderboard/leaderboard';
import { RecentRounds } from '../recent-rounds/recent-rounds';
import { NowPlaying } from '../now-playing/now-playing';
import styles from './show.module.css';

/** The chat starts empty on every screen, so there is nothing to render on the server, and no hurry. */
const Chat = dynamic(() => import('../chat/chat').then((module) => module.Chat), {
  ssr: false,
  loading: () => <ChatFrame />,
});

const corners = ['chat', 'records', 'recent'] as const;

type Corner = (typeof corners)[number];

export function Show() {
  /** On a phone, chat, leaderboard and the rounds just shown share the place below the stage. */
  const [corner, setCorner] = useState<Corner>('chat');
  const { texts } = useLanguage();

  return (
    <div className={styles.house} data-corner={corner}>
      <Header />
      <main className={styles.main}>
        <NowPlaying className={styles.stage} />
        <div className={styles.switch} role="group" aria-label={texts.corners.label}>
          {corners.map((each) => (
            <button key={each} type="button" aria-pressed={corner === each} onClick={() => setCorner(each)}>
              {texts.corners[each]}
            </button>
          ))}
        </div>
        <Leaderboard className={styles.records} />
        <RecentRounds className={styles.recent} />
        <div className={styles.chat}>
          <Chat />
        </div>
      </main>
      <Footer />
    </div>
  );
}
