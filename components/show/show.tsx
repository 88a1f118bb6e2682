'use client';

import { useState } from 'react';
import { ChatLoading } from '../chat/chat-loading';
import { Footer } from '../layout/footer';
import { Header } from '../layout/header';
import { useLanguage } from '../language/language-context';
import { Leaderboard } from '../leaderboard/leaderboard';
import { RecentRounds } from '../recent-rounds/recent-rounds';
import { NowPlaying } from '../now-playing/now-playing';
import { lazyComponent } from '../recovery/lazy-component';
import { Part } from '../recovery/part';
import styles from './show.module.css';

/** The chat is always empty at first, so the server has nothing to render and it is not in the first load. */
const Chat = lazyComponent(
  () => import('../chat/chat').then((module) => module.Chat),
  (loading) => <ChatLoading {...loading} />,
);

const panels = ['chat', 'records', 'recent'] as const;

type Panel = (typeof panels)[number];

export function Show() {
  /** On a phone, only one of the panels is shown below the votes. */
  const [panel, setPanel] = useState<Panel>('chat');
  const { texts } = useLanguage();

  return (
    <div className={styles.page} data-panel={panel}>
      <Part>
        <Header />
      </Part>
      <main className={styles.main}>
        <Part>
          <NowPlaying className={styles.nowPlaying} />
        </Part>
        <div className={styles.switch} role="group" aria-label={texts.panels.label}>
          {panels.map((name) => (
            <button key={name} type="button" aria-pressed={panel === name} onClick={() => setPanel(name)}>
              {texts.panels[name]}
            </button>
          ))}
        </div>
        <Part isOptional>
          <Leaderboard className={styles.records} />
        </Part>
        <Part isOptional>
          <RecentRounds className={styles.recent} />
        </Part>
        <div className={styles.chat}>
          <Part>
            <Chat />
          </Part>
        </div>
      </main>
      <Part isOptional>
        <Footer />
      </Part>
    </div>
  );
}
