/** The result of a round: shown on every screen before the next movie, and counted by people. */
import { en } from '../languages/en';
import { fill } from '../languages/texts';
import type { Category } from '../amplify/show';
import { withinRound, type Screen } from './screen';
import { setRecord } from './set-record';
import { expect, test, usualMedia } from './test';

const display = { viewport: { width: 1920, height: 1080 } };
const sentence = (category: Category, movie: string) => fill(en.verdict[category], { movie: `\u2068${movie}\u2069` });

test('one guest with many votes turns neither the result nor a record', async ({ newScreen, openScreen }) => {
  const stage = await newScreen(display);
  const [ann, bob, cleo] = await Promise.all([openScreen(), openScreen(), openScreen(), stage.open('/stage')]);
  await withinRound([stage, bob, cleo], async () => {
    await Promise.all([bob.vote('hate'), cleo.vote('hate')]);
    await expect(stage.count('hate')).toHaveText('2');
  });

  let recordBefore = '';
  const roundId = await withinRound([stage, ann, bob, cleo], async () => {
    await expect.poll(() => stage.recordPeople('hate')).toBeGreaterThanOrEqual(2);
    recordBefore = (await stage.record('hate').textContent()) ?? '';
    await clickOften(ann, 'hate', 48);
    await Promise.all([bob.vote('love'), cleo.vote('love')]);
    await expect(stage.count('hate')).toHaveText('48');
    await expect(stage.count('love')).toHaveText('2');
  });
  const [onStage, onAnns, onBobs] = await Promise.all([stage, ann, bob].map((screen) => screen.endOf(roundId)));
  for (const round of [onStage, onAnns, onBobs]) {
    expect(round?.result).toContain(sentence('love', onStage?.title ?? ''));
    expect(round?.result).toContain('67%of 3 people');
  }
  expect(onAnns?.result).toContain('You were the only one who chose Hate');
  expect(onBobs?.result).toContain('You agreed with 67%');
  await expect(stage.record('hate')).toHaveText(recordBefore);
});

/** Faster than a finger: a hold would take most of the round. */
async function clickOften(screen: Screen, category: Category, times: number): Promise<void> {
  await expect(screen.voteButton(category)).toBeEnabled();
  await screen.voteButton(category).evaluate((button, times) => {
    for (let vote = 0; vote < times; vote += 1) (button as HTMLElement).click();
  }, times);
}

test('every screen celebrates a new record with the result, not before, and once', async ({
  newScreen,
  openScreen,
}) => {
  const stage = await newScreen(display);
  const [ann, bob] = await Promise.all([openScreen(usualMedia), openScreen(), stage.open('/stage')]);
  const news = await countNews(ann, 'Most meh');
  let newsBefore = 0;
  const { roundId, people } = await setRecord({
    category: 'meh',
    screens: [stage, ann],
    voters: [ann, bob],
    openScreen,
    beforeVotes: async () => {
      newsBefore = await news();
    },
    beforeClose: async () => {
      expect(await news()).toBe(newsBefore);
      await expect(stage.page.getByTestId('record-seal')).toHaveCount(0);
    },
  });
  const [onStage, onAnns] = await Promise.all([stage, ann].map((screen) => screen.endOf(roundId)));
  for (const round of [onStage, onAnns]) {
    expect(round?.isCelebrated).toBe(true);
    expect(round?.result).toContain('New record: Most meh');
  }
  expect(await news()).toBe(newsBefore + 1);
  for (const screen of [stage, ann]) {
    await expect(screen.record('meh')).toContainText(onStage?.title ?? '');
    await expect.poll(() => screen.recordPeople('meh')).toBe(people);
  }
});

/** Counts inside the page, since an announcement is removed after a moment. Returns how to read the count. */
async function countNews({ page, recordNews }: Screen, text: string): Promise<() => Promise<number>> {
  await recordNews.evaluate((region, text) => {
    document.documentElement.dataset['announcements'] = '0';
    const count = (changes: MutationRecord[]) => {
      const added = changes
        .flatMap(({ addedNodes }) => [...addedNodes])
        .filter(({ textContent }) => textContent?.includes(text));
      const { dataset } = document.documentElement;
      dataset['announcements'] = String(Number(dataset['announcements']) + added.length);
    };
    new MutationObserver(count).observe(region, { childList: true });
  }, text);
  return async () => Number(await page.evaluate(() => document.documentElement.dataset['announcements']));
}

test('the result lies over the vote buttons, moves nothing and takes no tap', async ({ openScreen }) => {
  const ann = await openScreen({ viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true });
  const box = () => ann.voteButton('love').boundingBox();
  const roundId = await withinRound([ann], async () => {
    await ann.vote('love');
    await expect(ann.count('love')).toHaveText('1');
  });
  const before = await box();
  await expect(ann.result).toBeVisible();
  const during = await ann.page.evaluate(() => {
    const button = document.getElementById('vote-love');
    const { left, top, width, height } = button?.getBoundingClientRect() ?? new DOMRect();
    const target = document.elementFromPoint(left + width / 2, top + height / 2);
    const moving = document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1);
    return { isButton: button?.contains(target), left, top, names: moving.map(({ playState }) => playState) };
  });
  expect(during).toMatchObject({ isButton: true, left: before?.x, top: before?.y });
  // The halves of the countdown's disc are paused; the rest has ended.
  expect(during.names.filter((state) => state === 'running')).toEqual([]);
  const { counts, result } = await ann.endOf(roundId);
  expect(counts.love).toBe(1);
  expect(result).toBe('Only you voted: Love');
  await expect(ann.voteButton('love')).toBeEnabled();
  expect(await box()).toEqual(before);
});
