import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { limits } from '../../amplify/limits';
import { noVotes, type Category } from '../../amplify/show';
import type { Phase } from '../../live/phase';
import { holdAfterMs, repeatEveryMs } from '../../live/vote-repeater';
import { backendWith, clearStorage, inShow, openRound, renderInShow, type RenderedShow } from '../show/show.fixture';
import { snapshotOf } from '../../live/fake-backend.fixture';
import { Votes } from './votes';

const renderVotes = (phase: Phase = 'open') => renderInShow(<Votes phase={phase} status={phase} />);

const voteButton = (category: Category) => document.getElementById(`vote-${category}`) as HTMLButtonElement;

const count = (category: Category) => page.getByTestId(`count-${category}`);

/** Dispatches a pointer event as a browser does: it bubbles, and the main button is pressed. */
function pointer(type: string, category: Category, options: PointerEventInit = {}): void {
  voteButton(category).dispatchEvent(
    new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, ...options }),
  );
}

/** React listens to `pointerout` for its `onPointerLeave`. */
const leave = (category: Category, options?: PointerEventInit) =>
  pointer('pointerout', category, { relatedTarget: document.body, ...options });

function key(type: 'keydown' | 'keyup', options: KeyboardEventInit): void {
  document.body.dispatchEvent(new KeyboardEvent(type, { bubbles: true, cancelable: true, ...options }));
}

async function isReady(): Promise<void> {
  await expect.element(page.getByRole('button', { name: 'Love' })).toHaveAttribute('aria-disabled', 'false');
}

describe('a vote button', () => {
  it('counts a click as one vote', async () => {
    await renderVotes();
    await isReady();
    await userEvent.click(voteButton('love'));
    await expect.element(count('love')).toHaveTextContent('1');
  });

  it('keeps its description if the page hydrates with other generated ids', async () => {
    // React replaces no attributes of the server's HTML, so its ids stay.
    vi.spyOn(console, 'error').mockImplementation(() => {});
    // The test before may have voted in the same second, so in the same round.
    clearStorage();
    const backend = backendWith(openRound());
    const show = inShow(<Votes phase="open" status="open" />, {
      backend,
      initial: snapshotOf(backend.current),
      hasVotedBefore: true,
    });
    const container = document.createElement('div');
    container.innerHTML = renderToString(show, { identifierPrefix: 'server' });
    document.body.append(container);
    const root = hydrateRoot(container, show, { identifierPrefix: 'browser' });
    onTestFinished(() => {
      root.unmount();
      container.remove();
    });
    await isReady();
    await expect.element(voteButton('love')).toHaveAccessibleDescription('0 votes');
  });

  it('counts two fingers on two buttons as two votes', async () => {
    await renderVotes();
    await isReady();
    pointer('pointerdown', 'love', { pointerId: 1 });
    pointer('pointerdown', 'hate', { pointerId: 2 });
    pointer('pointerup', 'love', { pointerId: 1 });
    pointer('pointerup', 'hate', { pointerId: 2 });
    await expect.element(count('love')).toHaveTextContent('1');
    await expect.element(count('hate')).toHaveTextContent('1');
  });

  it('leaves the focus in a field while an on-screen keyboard is open, and only then', async () => {
    await renderInShow(
      <>
        <Votes phase="open" status="open" />
        <input aria-label="Message" />
      </>,
    );
    await isReady();
    const field = page.getByRole('textbox');
    for (const isOpen of [true, false]) {
      document.documentElement.toggleAttribute('data-keyboard', isOpen);
      await field.click();
      await userEvent.click(voteButton('love'));
      await expect.element(count('love')).toHaveTextContent(isOpen ? '1' : '2');
      expect(document.activeElement === field.element()).toBe(isOpen);
    }
  });

  it('counts a click without a pointer, as from a screen reader', async () => {
    await renderVotes();
    await isReady();
    voteButton('meh').click();
    await expect.element(count('meh')).toHaveTextContent('1');
  });

  it('counts a press once in Strict Mode', async () => {
    await renderInShow(
      <StrictMode>
        <Votes phase="open" status="open" />
      </StrictMode>,
    );
    await isReady();
    await userEvent.click(voteButton('love'));
    await userEvent.keyboard('1');
    await expect.element(count('love')).toHaveTextContent('2');
  });

  it('is disabled while no round is open', async () => {
    const { backend } = await renderVotes('over');
    await expect.poll(() => backend.rounds.observers.size).toBe(1);
    await expect.element(page.getByRole('button', { name: 'Love' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('describes all votes and the guest’s own', async () => {
    await renderVotes();
    await isReady();
    await userEvent.click(voteButton('like'));
    await expect
      .element(page.getByRole('button', { name: 'Like' }))
      .toHaveAccessibleDescription('1 vote, 1 of them yours');
  });

  it('is disabled at the limit of votes, and says so', async () => {
    await renderVotes();
    await isReady();
    for (let vote = 0; vote < limits.maxVotesPerCategory; vote += 1) voteButton('hate').click();
    await expect.element(count('hate')).toHaveTextContent(String(limits.maxVotesPerCategory));
    const button = page.getByRole('button', { name: 'Hate' });
    await expect.element(button).toHaveAttribute('aria-disabled', 'true');
    await expect.element(button).toHaveTextContent('Max');
    await expect.element(button).toHaveAccessibleDescription(/That is the limit/);
    voteButton('hate').click();
    await expect.element(count('hate')).toHaveTextContent(String(limits.maxVotesPerCategory));
  });
});

describe('the counter of a vote button', () => {
  const expectedVoters = 500_000;

  async function renderLarge(): Promise<(love: number) => void> {
    const round = { ...openRound(), expectedVoters };
    const backend = backendWith(round);
    await renderInShow(<Votes phase="open" status="open" />, { backend });
    await expect.poll(() => backend.scores.observers.size).toBe(1);
    return (love) =>
      backend.scores.publish({
        scores: { roundId: round.roundId, ...noVotes, love, voters: expectedVoters },
        leaders: [],
      });
  }

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('counts up in a large audience, to the total and never above', async () => {
    const publish = await renderLarge();
    const seen = new Set<number>();
    const observer = new MutationObserver(() => seen.add(Number(count('love').element().textContent)));
    observer.observe(count('love').element(), { childList: true, subtree: true, characterData: true });
    publish(8000);
    await expect.element(count('love')).toHaveTextContent('8000');
    observer.disconnect();
    expect(seen.size).toBeGreaterThan(2);
    expect([...seen]).toEqual([...seen].toSorted((a, b) => a - b));
    expect(Math.max(...seen)).toBe(8000);
  });

  it('jumps with reduced motion', async () => {
    vi.spyOn(window, 'matchMedia').mockReturnValue(window.matchMedia('all'));
    const publish = await renderLarge();
    const seen = new Set<string | null>();
    const observer = new MutationObserver(() => seen.add(count('love').element().textContent));
    observer.observe(count('love').element(), { childList: true, subtree: true, characterData: true });
    publish(8000);
    await expect.element(count('love')).toHaveTextContent('8000');
    observer.disconnect();
    expect([...seen]).toEqual(['8000']);
  });
});

describe('a held vote button', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  async function hold(category: Category): Promise<RenderedShow> {
    const show = await renderVotes();
    await isReady();
    pointer('pointerdown', category, { pointerId: 1 });
    return show;
  }

  it('votes again and again until it is released', async () => {
    await hold('love');
    vi.advanceTimersByTime(holdAfterMs);
    await expect.element(count('love')).toHaveTextContent('1');
    vi.advanceTimersByTime(2 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('3');
    pointer('pointerup', 'love', { pointerId: 1 });
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('3');
  });

  it.each([
    ['leaves it', () => leave('love', { pointerId: 1 })],
    ['is cancelled by a scroll', () => pointer('pointercancel', 'love', { pointerId: 1 })],
  ])('stops when the pointer %s', async (_what, stop) => {
    await hold('love');
    vi.advanceTimersByTime(holdAfterMs);
    stop();
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('1');
  });

  it('counts no vote if the pointer leaves it before the hold begins', async () => {
    await hold('love');
    leave('love', { pointerId: 1 });
    pointer('pointerup', 'love', { pointerId: 1 });
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('0');
  });

  it('stops when another round starts', async () => {
    const { backend } = await hold('love');
    vi.advanceTimersByTime(holdAfterMs);
    await expect.element(count('love')).toHaveTextContent('1');
    const next = openRound();
    backend.rounds.publish({ ...next, roundId: String(next.startsAt + 10), startsAt: next.startsAt + 10 });
    await expect.element(count('love')).toHaveTextContent('0');
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('0');
  });

  it('stops when the window loses the focus', async () => {
    await hold('love');
    window.dispatchEvent(new Event('blur'));
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('0');
  });

  it('stops when it unmounts', async () => {
    const { backend, unmount } = await hold('love');
    await unmount();
    await vi.advanceTimersByTimeAsync(10 * repeatEveryMs);
    expect(backend.ballots).toEqual([]);
  });

  it('stops when a menu opens', async () => {
    await hold('love');
    document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('0');
  });

  it('opens no context menu', async () => {
    await hold('love');
    const menu = new PointerEvent('contextmenu', { bubbles: true, cancelable: true, pointerId: 1 });
    voteButton('love').dispatchEvent(menu);
    expect(menu.defaultPrevented).toBe(true);
  });
});

describe('the keyboard', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('votes with the keys 1 to 5', async () => {
    await renderVotes();
    await isReady();
    await userEvent.keyboard('15');
    await expect.element(count('love')).toHaveTextContent('1');
    await expect.element(count('hate')).toHaveTextContent('1');
  });

  it.each([
    ['Enter', '{Enter}'],
    ['the space bar', ' '],
  ])('votes with %s on a focused button', async (_key, keys) => {
    await renderVotes();
    await isReady();
    voteButton('like').focus();
    await userEvent.keyboard(keys);
    await expect.element(count('like')).toHaveTextContent('1');
  });

  it('ignores the key repeat of the system and holds at its own rate', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    await renderVotes();
    await isReady();
    await userEvent.keyboard('{1>6}');
    await expect.element(count('love')).toHaveTextContent('1');
    vi.advanceTimersByTime(holdAfterMs + repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('3');
    await userEvent.keyboard('{/1}');
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('3');
  });

  it.each([
    ['French', '&', 'é'],
    ['Arabic', '١', '٢'],
  ])('votes with the first keys of a %s keyboard', async (_layout, first, second) => {
    await renderVotes();
    await isReady();
    key('keydown', { key: first, code: 'Digit1' });
    key('keydown', { key: second, code: 'Digit2' });
    await expect.element(count('love')).toHaveTextContent('1');
    await expect.element(count('like')).toHaveTextContent('1');
  });

  it.each([
    ['Command is pressed', () => key('keydown', { key: 'Meta', code: 'MetaLeft', metaKey: true })],
    ['Command is released', () => key('keyup', { key: 'Meta', code: 'MetaLeft' })],
    ['a menu opens', () => document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }))],
    ['the window loses the focus', () => window.dispatchEvent(new Event('blur'))],
    ['the page is hidden', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('stops a hold when %s, as the release may not be reported', async (_what, stop) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
    await renderVotes();
    await isReady();
    key('keydown', { key: '3', code: 'Digit3' });
    vi.advanceTimersByTime(holdAfterMs);
    await expect.element(count('meh')).toHaveTextContent('2');
    stop();
    expect(voteButton('meh').dataset['pressed']).toBeUndefined();
    vi.advanceTimersByTime(10 * repeatEveryMs);
    await expect.element(count('meh')).toHaveTextContent('2');
    key('keydown', { key: '3', code: 'Digit3' });
    await expect.element(count('meh')).toHaveTextContent('3');
  });

  it('does not vote in a text field or with a modifier key', async () => {
    await renderInShow(
      <>
        <Votes phase="open" status="open" />
        <input aria-label="Field" />
      </>,
    );
    await isReady();
    await userEvent.type(page.getByRole('textbox'), '1');
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'modifierAltGraph', 'isComposing'])
      key('keydown', { key: '2', code: 'Digit2', [modifier]: true });
    await expect.element(page.getByRole('textbox')).toHaveValue('1');
    await expect.element(count('love')).toHaveTextContent('0');
    await expect.element(count('like')).toHaveTextContent('0');
  });

  it('does not vote in a field inside a shadow root, such as one of a browser extension', async () => {
    await renderVotes();
    await isReady();
    const host = document.body.appendChild(document.createElement('div'));
    const field = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('input'));
    field.focus();
    await userEvent.keyboard('1');
    expect(field.value).toBe('1');
    await expect.element(count('love')).toHaveTextContent('0');
    host.remove();
  });

  it('shows a button as pressed while its key is down', async () => {
    await renderVotes();
    await isReady();
    await userEvent.keyboard('{3>}');
    expect(voteButton('meh').dataset['pressed']).toBe('Digit3');
    await userEvent.keyboard('{/3}');
    expect(voteButton('meh').dataset['pressed']).toBeUndefined();
  });
});
