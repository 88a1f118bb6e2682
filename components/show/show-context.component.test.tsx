import { Activity, StrictMode, useEffect, useLayoutEffect } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { Backend, Outputs } from '../../live/backend';
import { roundStartingAt, snapshotOf, type FakeBackend } from '../../live/fake-backend.fixture';
import { ShowSession } from '../../live/show-session';
import { backendWith, openRound, renderInShow } from './show.fixture';
import { ShowProvider, usePhase, useSession, useShow } from './show-context';

function RoundTitle() {
  const title = useShow((state) => state.round?.movie.title);
  return <p data-phase={usePhase()}>{title ?? 'No round'}</p>;
}

const outputs: Outputs = {};

interface ProbeProps {
  /** Sessions that a consumer's effects have received, in order. */
  seen: (ShowSession | null)[];
}

function Probe({ seen }: ProbeProps) {
  const session = useSession();
  useEffect(() => void seen.push(session), [seen, session]);
  return null;
}

function ShowWithProbe({ open, seen }: ProbeProps & { open: () => Backend }) {
  return (
    <ShowProvider outputs={outputs} initial={null} open={open}>
      <Probe seen={seen} />
    </ShowProvider>
  );
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the show context', () => {
  it('renders the round of the first snapshot before the backend answers', async () => {
    const backend = backendWith(openRound());
    vi.spyOn(backend, 'publicSnapshot').mockReturnValue(new Promise<never>(() => undefined));
    vi.spyOn(backend.client.queries, 'snapshot').mockReturnValue(new Promise<never>(() => undefined));
    const screen = await renderInShow(<RoundTitle />, { backend, initial: snapshotOf(backend.current) });
    await expect.element(screen.getByText(backend.current?.movie.title ?? '')).toHaveAttribute('data-phase', 'open');
  });

  it('requests a snapshot if the server rendered none', async () => {
    const backend = backendWith(openRound());
    const screen = await renderInShow(<RoundTitle />, { backend, initial: null });
    await expect.element(screen.getByText(backend.current?.movie.title ?? '')).toBeVisible();
  });

  it('shows a round as soon as it is published', async () => {
    const screen = await renderInShow(<RoundTitle />);
    await expect.poll(() => screen.backend.rounds.observers.size).toBe(1);
    screen.backend.rounds.publish({ ...roundStartingAt(openRound().startsAt + 10, 'Nosferatu') });
    await expect.element(screen.getByText('Nosferatu')).toBeVisible();
  });

  it('never renders a new round in the phase of the one before', async () => {
    const startsAt = 1_800_000_000;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: (startsAt + 9) * 1000 });
    const backend = backendWith(roundStartingAt(startsAt, 'Metropolis'));
    const rendered: string[] = [];
    function Rendered() {
      const title = useShow((state) => state.round?.movie.title);
      const phase = usePhase();
      useLayoutEffect(() => void rendered.push(`${title} ${phase}`));
      return null;
    }
    await renderInShow(<Rendered />, { backend });
    await expect.poll(() => rendered.at(-1)).toBe('Metropolis result');
    await expect.poll(() => backend.rounds.observers.size).toBe(1);
    backend.rounds.publish(roundStartingAt(startsAt + 10, 'Nosferatu'));
    await expect.poll(() => rendered.at(-1)).toBe('Nosferatu open');
    expect(rendered.filter((each) => each.startsWith('Nosferatu') && !each.endsWith('open'))).toEqual([]);
  });

  it('ends the subscriptions when it unmounts', async () => {
    const { backend, unmount } = await renderInShow(<RoundTitle />);
    await expect.poll(() => observersOf(backend)).toBe(3);
    await unmount();
    expect(observersOf(backend)).toBe(0);
  });

  it('keeps one session open in Strict Mode, and closes it', async () => {
    const opened: FakeBackend[] = [];
    const open = () => {
      const backend = backendWith(openRound());
      opened.push(backend);
      return backend;
    };
    const { unmount } = await render(
      <StrictMode>
        <ShowProvider outputs={outputs} initial={null} open={open}>
          <RoundTitle />
        </ShowProvider>
      </StrictMode>,
    );
    await expect.poll(() => opened.map(observersOf)).toEqual([3]);
    await unmount();
    expect(opened.map(observersOf)).toEqual([0]);
  });

  it('gives consumers the new session after it connects to another backend', async () => {
    const backends = [backendWith(openRound()), backendWith(openRound())] as const;
    const [first, second] = [() => backends[0], () => backends[1]];
    const seen: (ShowSession | null)[] = [];
    const { rerender } = await render(<ShowWithProbe open={first} seen={seen} />);
    await rerender(<ShowWithProbe open={second} seen={seen} />);
    await expect.poll(() => backends.map(observersOf)).toEqual([0, 3]);
    expect(seen.at(-1)).not.toBe(seen.find((session) => session !== null));
  });

  it('never gives consumers a closed session when it is hidden and shown again', async () => {
    const seen: (ShowSession | null)[] = [];
    const open = () => backendWith(openRound());
    const page = (mode: 'visible' | 'hidden') => (
      <Activity mode={mode}>
        <ShowWithProbe open={open} seen={seen} />
      </Activity>
    );
    const { rerender } = await render(page('visible'));
    const closed = seen.at(-1);
    expect(closed).toBeInstanceOf(ShowSession);
    await rerender(page('hidden'));
    seen.length = 0;
    await rerender(page('visible'));
    expect(seen).not.toContain(closed);
    expect(seen.at(-1)).toBeInstanceOf(ShowSession);
  });

  it('names the provider that a consumer lacks', async () => {
    vi.spyOn(console, 'error').mockReturnValue();
    await expect(render(<RoundTitle />)).rejects.toThrow('This component belongs inside a ShowProvider.');
    vi.restoreAllMocks();
  });
});

function observersOf({ rounds, scores, messages }: FakeBackend): number {
  return rounds.observers.size + scores.observers.size + messages.observers.size;
}
