/** For tests: renders components in a show with a backend in memory and English texts. */
import { type ReactNode } from 'react';
import { render, type RenderResult } from 'vitest-browser-react';
import { en } from '../../languages/en';
import type { CurrentRound, Message, Outputs, PublicSnapshot } from '../../live/backend';
import { FakeBackend, roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import { LanguageProvider } from '../language/language-context';
import { ShowProvider } from './show-context';

const outputs: Outputs = {};

export interface ShowOptions {
  backend?: FakeBackend;
  /** The snapshot that the server rendered the page with. */
  initial?: PublicSnapshot | null;
  /** Whether someone has voted on this device, which is the default. */
  hasVotedBefore?: boolean;
  /** Whether the page was loaded before in this tab. Otherwise, nothing is stored. */
  isReload?: boolean;
}

export interface RenderedShow extends RenderResult {
  backend: FakeBackend;
}

/** Returns components within a show. */
export function inShow(
  children: ReactNode,
  { backend, initial, hasVotedBefore }: Required<Omit<ShowOptions, 'isReload'>>,
) {
  return (
    <LanguageProvider language="en" locale="en-US" texts={en}>
      <ShowProvider outputs={outputs} initial={initial} hasVotedBefore={hasVotedBefore} open={() => backend}>
        {children}
      </ShowProvider>
    </LanguageProvider>
  );
}

/** Renders components as a page of the show. Without options, a round that does not end during the test is open. */
export async function renderInShow(
  children: ReactNode,
  {
    backend = backendWith(openRound()),
    initial = snapshotOf(backend.current),
    hasVotedBefore = true,
    isReload = false,
  }: ShowOptions = {},
): Promise<RenderedShow> {
  if (!isReload) clearStorage();
  const result = await render(inShow(children, { backend, initial, hasVotedBefore }));
  return { ...result, backend };
}

/** Deletes what other pages have stored in this browser. */
export function clearStorage(): void {
  localStorage.clear();
  sessionStorage.clear();
}

export function backendWith(round: CurrentRound | null): FakeBackend {
  const backend = new FakeBackend();
  backend.current = round;
  return backend;
}

/** A round that has just started and lasts an hour. */
export function openRound(): CurrentRound {
  const startsAt = Math.floor(Date.now() / 1000);
  return { ...roundStartingAt(startsAt), endsAt: startsAt + 3600 };
}

let messagesSent = 0;

/** A chat message from another guest. */
export function messageFrom(nickname: string, text: string): Message {
  messagesSent += 1;
  return { id: `message-${messagesSent}`, nickname, text, sender: `from-${nickname}`, sentAt: Date.now() };
}
