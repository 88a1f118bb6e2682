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

/** The chat is always empty at first, so the server has nothing to render and it is not in the first load. */
const Chat = dynamic(() => import('../chat/chat').then((module) => module.Chat), {
  ssr: false,
  loading: () => <ChatFrame />,
});

const panels = ['chat', 'records', 'recent'] as const;

type Panel = (typeof panels)[number];

export function Show() {
  /** On a phone, only one of the panels is shown below the votes. */
  const [panel, setPanel] = useState<Panel>('chat');
  const { texts } = useLanguage();

  return (
    <div className={styles.page} data-panel={panel}>
      <Header />
      <main className={styles.main}>
        <NowPlaying className={styles.nowPlaying} />
        <div className={styles.switch} role="group" aria-label={texts.panels.label}>
          {panels.map((name) => (
            <button key={name} type="button" aria-pressed={panel === name} onClick={() => setPanel(name)}>
              {texts.panels[name]}
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
