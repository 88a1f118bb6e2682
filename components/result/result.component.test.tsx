import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { noVotes, type Category, type Counts } from '../../amplify/show';
import { en } from '../../languages/en';
import { fill } from '../../languages/texts';
import { roundStartingAt, snapshotOf } from '../../live/fake-backend.fixture';
import { repeatEveryMs } from '../../live/vote-repeater';
import { Celebration } from '../celebration/celebration';
import { Leaderboard } from '../leaderboard/leaderboard';
import { usePhase, useShowStatus } from '../show/show-context';
import { backendWith, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Votes } from '../votes/votes';

const startsAt = 1_800_000_000;
const title = 'Metropolis';
const closeMs = 7500;
const revealMs = 7900;

/** As far as the tests need it: a phone's page. */
function Screen() {
  const phase = usePhase();
  const status = useShowStatus(phase);
  return (
    <>
      <Votes phase={phase} status={status} />
      <Celebration />
      <Leaderboard />
    </>
  );
}

async function open(leaders = snapshotOf(null).leaders): Promise<RenderedShow> {
  const backend = backendWith(roundStartingAt(startsAt, title));
  const snapshot = { ...snapshotOf(backend.current), leaders };
  backend.readSnapshot = () => ({ ...snapshot, serverTime: Date.now() });
  const show = await renderInShow(<Screen />, { backend, initial: snapshot });
  await expect.poll(() => backend.scores.observers.size).toBe(1);
  await expect.element(page.getByRole('button', { name: 'Love' })).toHaveAttribute('aria-disabled', 'false');
  return show;
}

function publish({ backend }: RenderedShow, people: Partial<Counts>, votes: Partial<Counts> = people): void {
  const favourites = { ...noVotes, ...people };
  const voters = Object.values(favourites).reduce((sum, count) => sum + count);
  const scores = { roundId: String(startsAt), ...noVotes, ...votes, voters, favourites };
  backend.scores.publish({ scores, leaders: [] });
}

async function advanceTo(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(startsAt * 1000 + ms - Date.now());
}

const card = () => document.querySelector<HTMLElement>('[data-result]');
const seal = page.getByTestId('record-seal');
const button = (category: Category) => document.getElementById(`vote-${category}`) as HTMLButtonElement;
const count = (category: Category) => page.getByTestId(`count-${category}`);
const sentence = (category: Category | 'divided') => fill(en.verdict[category], { movie: `\u2068${title}\u2069` });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: startsAt * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the result of a round', () => {
  it('is shown after the last votes are counted, until the next movie', async () => {
    const show = await open();
    publish(show, { love: 5, hate: 3 });
    await advanceTo(revealMs - 1);
    expect(card()).toBeNull();
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.textContent).toContain(sentence('love'));
    expect(card()?.textContent).toContain('63%of 8 people');
    await advanceTo(10_000);
    show.backend.rounds.publish(roundStartingAt(startsAt + 10));
    await expect.poll(card).toBeNull();
  });

  it('stays for a moment if the next movie is late', async () => {
    const show = await open();
    publish(show, { love: 2 });
    await advanceTo(10_500);
    await expect.poll(() => card()?.textContent).toContain(sentence('love'));
    await advanceTo(10_800);
    await expect.poll(card).toBeNull();
    await expect.element(page.getByText(en.votes.over)).toBeInTheDocument();
  });

  it('counts people: one guest with many votes does not turn it', async () => {
    const show = await open();
    publish(show, { love: 2, hate: 1 }, { love: 2, hate: 48 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.dataset['result']).toBe('love');
  });

  it('tells a guest who agrees', async () => {
    const show = await open();
    button('love').click();
    publish(show, { love: 5, hate: 3 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.textContent).toContain('You agreed with 63%');
  });

  it('tells a guest of a small minority how many they are', async () => {
    const show = await open();
    button('hate').click();
    publish(show, { love: 5, hate: 3 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.textContent).toContain('You were one of 3 who chose Hate');
    publish(show, { love: 8, hate: 1 });
    await expect.poll(() => card()?.textContent).toContain('You were the only one who chose Hate');
  });

  it('tells a guest that everyone agrees', async () => {
    const show = await open();
    button('meh').click();
    publish(show, { meh: 4 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.textContent).toContain(en.result.everyoneAgreed);
  });

  it('has a tie', async () => {
    const show = await open();
    publish(show, { love: 4, hate: 4 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.dataset['result']).toBe('love hate');
    expect(card()?.textContent).toContain(sentence('divided'));
    expect(card()?.textContent).toContain('50%each of 8 people');
  });

  it.each([
    ['another guest', false, 'One person voted: Like'],
    ['this guest', true, 'Only you voted: Like'],
  ])('does not speak of an audience if only %s has voted', async (_, isOwn, text) => {
    const show = await open();
    if (isOwn) button('like').click();
    publish(show, { like: 1 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.textContent).toBe(text);
  });

  it('is no event without votes', async () => {
    await open();
    await advanceTo(revealMs + 1);
    await expect.element(page.getByText(en.result.noVotes)).toBeInTheDocument();
    expect(card()).toBeNull();
  });

  it('changes quietly with votes that are counted late', async () => {
    const show = await open();
    publish(show, { love: 2, hate: 1 });
    await advanceTo(revealMs + 1);
    await expect.poll(() => card()?.textContent).toContain('67%of 3 people');
    const before = card();
    publish(show, { love: 3, hate: 1 });
    await vi.advanceTimersByTimeAsync(300);
    await expect.poll(() => card()?.textContent).toContain('75%of 4 people');
    expect(card()).toBe(before);
  });

  it('is announced once', async () => {
    const show = await open();
    const spoken = page.getByTestId('spoken-votes');
    publish(show, { love: 2, hate: 1 });
    await advanceTo(revealMs + 1);
    const announced = `${sentence('love')}: 67% of 3 people`;
    await expect.element(spoken).toHaveTextContent(announced);
    publish(show, { love: 3, hate: 1 });
    await vi.advanceTimersByTimeAsync(1500);
    await expect.poll(() => card()?.textContent).toContain('75%');
    await expect.element(spoken).toHaveTextContent(announced);
  });
});

describe('a record', () => {
  const standing = { category: 'love', voters: 2, votes: 90, title: 'Nosferatu', poster: '/a.svg' } as const;
  const record = page.getByTestId('leader-love');

  it('falls with the result, not before', async () => {
    const show = await open([standing]);
    publish(show, { love: 3 }, { love: 7 });
    await advanceTo(revealMs - 1);
    await expect.element(seal).not.toBeInTheDocument();
    await expect.element(record).toHaveTextContent('2 people90 votes');
    await advanceTo(revealMs + 1);
    await expect.element(seal).toBeInTheDocument();
    await expect.element(record).toHaveTextContent(`${title}3 people7 votes`);
    await expect.element(record).toHaveAttribute('data-new');
    expect(card()?.textContent).toContain('New record: Most loved');
    await expect
      .element(page.getByTestId('record-news'))
      .toHaveTextContent(`New record, Most loved: \u2068${title}\u2069, 3 people`);
    await advanceTo(10_000);
    show.backend.rounds.publish(roundStartingAt(startsAt + 10));
    await expect.element(seal).not.toBeInTheDocument();
    await expect.element(record).toHaveTextContent(`${title}3 people`);
    await expect.element(record).not.toHaveAttribute('data-new');
  });

  it('does not fall to one guest with many votes', async () => {
    const show = await open([standing]);
    publish(show, { love: 1 }, { love: 100 });
    await advanceTo(revealMs + 1);
    await expect.poll(card).not.toBeNull();
    await expect.element(seal).not.toBeInTheDocument();
    await expect.element(record).toHaveTextContent('Nosferatu');
  });

  it('of one person alone is shown, but not celebrated', async () => {
    const show = await open();
    publish(show, { love: 1 });
    await advanceTo(revealMs + 1);
    await expect.element(record).toHaveTextContent(`${title}1 person`);
    await expect.element(seal).not.toBeInTheDocument();
  });

  it('falls late if late votes break it', async () => {
    const show = await open([standing]);
    publish(show, { love: 2 });
    await advanceTo(revealMs + 1);
    await expect.poll(card).not.toBeNull();
    await expect.element(seal).not.toBeInTheDocument();
    publish(show, { love: 3 });
    await expect.element(seal).toBeInTheDocument();
  });
});

describe('the close of voting', () => {
  const pointer = (type: string) =>
    button('love').dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, pointerId: 1 }));

  it('disables the buttons at once, and a finger that lifts later casts no vote', async () => {
    await open();
    await advanceTo(closeMs - 100);
    pointer('pointerdown');
    await advanceTo(closeMs + 2);
    await expect.element(page.getByRole('button', { name: 'Love' })).toHaveAttribute('aria-disabled', 'true');
    pointer('pointerup');
    await advanceTo(9000);
    await expect.element(count('love')).toHaveTextContent('0');
  });

  it('counts a tap until then', async () => {
    await open();
    await advanceTo(closeMs - 5);
    pointer('pointerdown');
    pointer('pointerup');
    await expect.element(count('love')).toHaveTextContent('1');
  });

  it('ends a hold, which does not go on in the next round', async () => {
    const show = await open();
    await advanceTo(closeMs - 1000);
    pointer('pointerdown');
    await advanceTo(closeMs + 2);
    const held = Number(count('love').element().textContent);
    expect(held).toBeGreaterThan(1);
    await advanceTo(10_000);
    await expect.element(count('love')).toHaveTextContent(String(held));
    show.backend.rounds.publish(roundStartingAt(startsAt + 10));
    await expect.element(page.getByRole('button', { name: 'Love' })).toHaveAttribute('aria-disabled', 'false');
    await vi.advanceTimersByTimeAsync(10 * repeatEveryMs);
    await expect.element(count('love')).toHaveTextContent('0');
  });

  it('lies under the buttons: the result takes no tap', async () => {
    const show = await open();
    publish(show, { love: 2 });
    await advanceTo(revealMs + 1);
    await expect.poll(card).not.toBeNull();
    const { left, top, width, height } = button('love').getBoundingClientRect();
    const target = document.elementFromPoint(left + width / 2, top + height / 2);
    expect(button('love').contains(target)).toBe(true);
  });
});
