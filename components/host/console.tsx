'use client';

/** The page of an operator who is signed in. */
import { useEffect, useState } from 'react';
import type { Account, HostBackend } from '../../live/host-backend';
import { HostSession } from '../../live/host-session';
import { openReports } from '../../live/host-state';
import { followPage } from '../../live/page-lifecycle';
import { schedule } from '../../live/schedule';
import { LanguageSwitch } from '../language/language-switch';
import { Wordmark } from '../layout/wordmark';
import { Part } from '../recovery/part';
import { Audit } from './audit';
import { Button } from './button';
import { Chat } from './chat';
import { ChatRules } from './chat-rules';
import styles from './console.module.css';
import { HostProvider, useHost } from './host-context';
import { useHostTexts } from './host-texts';
import { Muted } from './muted';
import { OnScreen } from './on-screen';
import { Playlist } from './playlist';
import { Reports } from './reports';
import { Results } from './results';
import { RoundLength } from './round-length';
import { StageOptions } from './stage-options';
import { Watch } from './watch';

interface ConsoleProps {
  backend: HostBackend;
  account: Account;
  dashboardUrl?: string | undefined;
  signOut: () => void;
  /** The backend does not take this account for an operator. */
  onRefused: () => void;
}

export function Console({ backend, account, dashboardUrl, signOut, onRefused }: ConsoleProps) {
  const [session, setSession] = useState<HostSession | null>(null);

  useEffect(() => {
    let close: (() => void) | undefined;
    // In a task of its own, as in the audience's pages: a component that is mounted twice opens one session.
    const cancel = schedule(0, () => {
      const opened = new HostSession({ backend });
      const leave = opened.start();
      const unfollow = followPage(opened);
      close = () => {
        unfollow();
        leave();
      };
      setSession(opened);
    });
    return () => {
      cancel();
      close?.();
      setSession(null);
    };
  }, [backend]);

  if (session === null) return null;
  return (
    <HostProvider session={session} account={account}>
      <AccessWatch signOut={signOut} onRefused={onRefused} />
      <Panels dashboardUrl={dashboardUrl} signOut={signOut} />
    </HostProvider>
  );
}

/** Leaves the page as soon as the backend refuses the account. */
function AccessWatch({ signOut, onRefused }: Pick<ConsoleProps, 'signOut' | 'onRefused'>) {
  const access = useHost((state) => state.access);
  useEffect(() => {
    if (access === 'signedOut') signOut();
    if (access === 'refused') onRefused();
  }, [access, signOut, onRefused]);
  return null;
}

const panels = ['show', 'chat', 'results', 'watch'] as const;

type Panel = (typeof panels)[number];

const icons: Record<Panel, string> = {
  show: 'M4 6h16v10H4zM8 20h8M10 9.2v3.6l3.2-1.8z',
  chat: 'M4 5h16v11H9.5L5.5 19.5V16H4z',
  results: 'M5 20V11h3.5v9M10.2 20V5h3.6v15M15.5 20v-6H19v6',
  watch: 'M3 12h4l2.5-6 4 12 2.5-6h5',
};

function Panels({ dashboardUrl, signOut }: Pick<ConsoleProps, 'dashboardUrl' | 'signOut'>) {
  const { page } = useHostTexts();
  /** On a phone, one panel is shown at a time. */
  const [panel, setPanel] = useState<Panel>('show');
  return (
    <div className={styles.page} data-panel={panel}>
      <header className={styles.header}>
        <Wordmark />
        <div className={styles.end}>
          <LanguageSwitch />
          <Button look="plain" onClick={signOut}>
            {page.signOut}
          </Button>
        </div>
      </header>
      <main className={styles.main}>
        <div className={styles.top}>
          <Part>
            <OnScreen />
          </Part>
        </div>
        <div className={styles.panel} data-name="show">
          <Part>
            <Playlist />
          </Part>
          <Part>
            <RoundLength />
          </Part>
          <Part>
            <StageOptions />
          </Part>
        </div>
        <div className={styles.panel} data-name="chat">
          <Part>
            <Reports />
          </Part>
          <Part>
            <Chat />
          </Part>
          <Part>
            <ChatRules />
          </Part>
          <Part>
            <Muted />
          </Part>
        </div>
        <div className={styles.panel} data-name="results">
          <Part>
            <Results />
          </Part>
        </div>
        <div className={styles.panel} data-name="watch">
          <Part>
            <Watch dashboardUrl={dashboardUrl} />
          </Part>
          <Part>
            <Audit />
          </Part>
        </div>
      </main>
      <nav className={styles.switch} aria-label={page.parts}>
        {panels.map((name) => (
          <button key={name} type="button" aria-pressed={panel === name} onClick={() => setPanel(name)}>
            <svg
              viewBox="0 0 24 24"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.8"
              strokeLinejoin="round"
              aria-hidden="true"
            >
              <path d={icons[name]} />
            </svg>
            <span>{page[name]}</span>
            {name === 'chat' && <ReportBadge />}
          </button>
        ))}
      </nav>
    </div>
  );
}

/** How many reports wait, on the button of the panel that has them. */
function ReportBadge() {
  const { reports: texts } = useHostTexts();
  const count = useHost((state) => openReports(state).length);
  if (count === 0) return null;
  return (
    <span className={styles.badge}>
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">{texts.title}</span>
    </span>
  );
}
