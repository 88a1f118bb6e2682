import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { controlsWith, roundStartingAt } from './fake-backend.fixture';
import { FakeHostBackend, roomMessage } from './fake-host-backend.fixture';
import { HostSession } from './host-session';
import { openReports } from './host-state';

let backend: FakeHostBackend;
let session: HostSession;
let close: () => void;

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  backend = new FakeHostBackend();
  backend.current = roundStartingAt(1_800_000_000, 'Metropolis');
  session = new HostSession({ backend: backend.host, random: () => 0.5 });
  close = session.start();
  await vi.advanceTimersByTimeAsync(500);
});

afterEach(() => {
  close();
  vi.useRealTimers();
});

const state = () => session.getState();
const movie = { id: 'm', title: 'M', releaseDate: '1931-05-11', synopsis: 'M', poster: '/m.svg', source: 'catalogue' };

describe('the session of a host', () => {
  it('knows what is on the screens, and what the operators have set', () => {
    expect(state().access).toBe('granted');
    expect(state().screen.round?.movie.title).toBe('Metropolis');
    expect(state().view).toEqual(backend.view);
  });

  it('asks for reports and actions again and again, but not while the page is hidden', async () => {
    backend.reported = [
      {
        id: 'a',
        messageId: '0:a',
        sender: 's',
        nickname: 'Ann',
        text: 'Hi',
        reports: 2,
        reportedAt: 1_800_000_000_000,
      },
    ];
    session.pageHidden();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(state().reports).toEqual([]);
    session.pageShown();
    await vi.advanceTimersByTimeAsync(100);
    expect(state().reports).toHaveLength(1);
  });

  it('follows the changes of other hosts at once', async () => {
    backend.view = { ...backend.view, show: controlsWith({ isPaused: true }), blockedWords: ['x'] };
    backend.controls.publish(backend.view.show);
    expect(state().view?.show.isPaused).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(state().view?.blockedWords).toEqual(['x']);
  });

  it('asks again if it was closed and opened during a query', async () => {
    vi.spyOn(backend.host.client.queries, 'hostView').mockReturnValueOnce(new Promise(() => undefined));
    session.refresh();
    await vi.advanceTimersByTimeAsync(0);
    close();
    close = session.start();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(state().view).toEqual(backend.view);
  });

  it('forgets everything when it is closed', () => {
    close();
    expect(state()).toMatchObject({ view: null, reports: null, actions: null, access: 'unknown', arrivals: [] });
    expect(backend.messages.observers.size + backend.controls.observers.size).toBe(0);
  });
});

describe('a change', () => {
  it('shows at once', async () => {
    let answer: () => void = () => undefined;
    backend.delay = new Promise((resolve) => (answer = resolve));
    const pausing = session.setPaused(true);
    expect(state().view?.show.isPaused).toBe(true);
    expect(state().confirmed?.show.isPaused).toBe(false);
    answer();
    await pausing;
    expect(state().confirmed?.show.isPaused).toBe(true);
    expect(state().pending).toEqual([]);
  });

  it('is taken back if the backend refuses it', async () => {
    backend.hostFailure = { errorType: 'InvalidSettings', message: 'No.' };
    const changing = session.changeSettings({ slowModeSeconds: 5 });
    expect(state().view?.show.slowModeSeconds).toBe(5);
    await expect(changing).rejects.toMatchObject({ type: 'InvalidSettings', message: 'No.' });
    expect(state().view?.show.slowModeSeconds).toBe(0);
    expect(state().problems[0]).toMatchObject({ operation: 'changeSettings', type: 'InvalidSettings' });
  });

  it('is not undone by an answer from before', async () => {
    let answer: () => void = () => undefined;
    backend.delay = new Promise((resolve) => (answer = resolve));
    const first = session.setMessageRemoved('0:a', true);
    await vi.advanceTimersByTimeAsync(10_000 - 500);
    expect(state().view?.show.removedMessages).toEqual(['0:a']);
    answer();
    await first;
    expect(state().view?.show.removedMessages).toEqual(['0:a']);
  });

  it('of the playlist waits for the one before, since each replaces the list', async () => {
    let answer: () => void = () => undefined;
    backend.delay = new Promise((resolve) => (answer = resolve));
    const first = session.setPlaylist([{ id: 'a', movie }], false);
    const second = session.setPlaylist([], true);
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.calls).toHaveLength(1);
    expect(state().view?.isPlaylistRepeating).toBe(true);
    answer();
    await Promise.all([first, second]);
    expect(backend.calls.map(({ args }) => args)).toEqual([
      { entries: [{ id: 'a', movie }], isRepeating: false },
      { entries: [], isRepeating: true },
    ]);
    expect(state().view?.playlist).toEqual([]);
  });

  it('of a removed message waits for the one before, since each replaces the list', async () => {
    let answer: () => void = () => undefined;
    backend.delay = new Promise((resolve) => (answer = resolve));
    const ids = ['0:a', '0:b', '0:c'];
    const removals = ids.map((id) => session.setMessageRemoved(id, true));
    await vi.advanceTimersByTimeAsync(0);
    expect(backend.calls).toHaveLength(1);
    expect(state().view?.show.removedMessages).toEqual(ids);
    answer();
    await Promise.all(removals);
    expect(backend.view.show.removedMessages).toEqual(ids);
  });

  describe('that conflicts with one of another host', () => {
    const conflict = { data: null, errors: [{ errorType: 'Conflict', message: 'Try again.' }] };

    it('is sent again', async () => {
      const remove = vi.spyOn(backend.host.client.mutations, 'setMessageRemoved');
      remove.mockResolvedValueOnce(conflict).mockResolvedValueOnce(conflict);
      const removing = session.setMessageRemoved('0:a', true);
      await vi.advanceTimersByTimeAsync(1000);
      await removing;
      expect(remove).toHaveBeenCalledTimes(3);
      expect(state().confirmed?.show.removedMessages).toEqual(['0:a']);
      expect(state().problems).toEqual([]);
    });

    it('each time is taken back', async () => {
      const remove = vi.spyOn(backend.host.client.mutations, 'setMessageRemoved').mockResolvedValue(conflict);
      const isRefused = expect(session.setMessageRemoved('0:a', true)).rejects.toMatchObject({ type: 'Conflict' });
      await vi.advanceTimersByTimeAsync(3000);
      await isRefused;
      expect(remove).toHaveBeenCalledTimes(4);
      expect(state().view?.show.removedMessages).toEqual([]);
    });
  });
});

describe('messages', () => {
  it('are those of the watched room', () => {
    backend.messages.publish(roomMessage('Ann', 'Hello'));
    session.enterRoom(1);
    expect(state().screen.messages).toEqual([]);
    backend.messages.publish(roomMessage('Bob', 'In room 0'));
    backend.messages.publish(roomMessage('Cal', 'In room 1', { id: '1:x' }));
    expect(state().screen.messages.map(({ nickname }) => nickname)).toEqual(['Cal']);
    expect(state().arrivals).toHaveLength(1);
    expect(backend.roomsEntered).toEqual([0, 1]);
  });

  it('of the host are in the list without waiting for the subscription', async () => {
    await session.sendMessage('Host', 'Welcome');
    expect(state().screen.messages.map(({ text }) => text)).toEqual(['Welcome']);
  });
});

describe('the results', () => {
  const result = {
    ...roundStartingAt(1),
    title: 'M',
    poster: '',
    love: 0,
    like: 0,
    meh: 0,
    unknown: 0,
    hate: 0,
    voters: 0,
  };

  it('are read page by page', async () => {
    backend.pages = [[result, result], [result]];
    const progress: number[] = [];
    expect(await session.readRounds(0, 10, (rounds) => progress.push(rounds))).toHaveLength(3);
    expect(progress).toEqual([2, 3]);
  });

  it('are not read on after an abort', async () => {
    backend.pages = [[result], [result], [result]];
    const abort = new AbortController();
    const reading = session.readRounds(0, 10, () => abort.abort(), abort.signal);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an account that the backend refuses', () => {
  it.each([
    ['signedOut', null],
    ['refused', { id: 'x', isOperator: true }],
  ])('is %s', async (access, account) => {
    backend.signedIn = account;
    backend.hostFailure = { errorType: 'Unauthorized', message: 'Not Authorized' };
    await vi.advanceTimersByTimeAsync(5000);
    expect(state().access).toBe(access);
  });
});

describe('the list of mutes', () => {
  it('has a mute at once, and those of other hosts', async () => {
    await session.muteSender({ sender: 'abc', nickname: 'Ann' }, 300);
    expect(state().mutes).toMatchObject([{ sender: 'abc', nickname: 'Ann' }]);
    backend.muted = [{ sender: 'def', nickname: 'Bob', mutedUntil: 2_000_000_000 }];
    await vi.advanceTimersByTimeAsync(5000);
    expect(state().mutes).toEqual(backend.muted);
  });
});

it('sends mutes one after the other, since the last one decides', async () => {
  let answer: () => void = () => undefined;
  backend.delay = new Promise((resolve) => (answer = resolve));
  const sender = { sender: 'abc', nickname: 'Ann' };
  const mutes = [session.muteSender(sender, 300), session.muteSender(sender, 0)];
  await vi.advanceTimersByTimeAsync(0);
  expect(backend.calls).toHaveLength(1);
  answer();
  await Promise.all(mutes);
  expect(backend.calls.map(({ args }) => (args as { seconds: number }).seconds)).toEqual([300, 0]);
});

describe('closing a report', () => {
  const report = { id: 'a', messageId: '0:a', sender: 's', nickname: 'Ann', text: 'Hi', reports: 1, reportedAt: 1 };
  const listed = () => openReports(state()).map(({ id }) => id);
  const openDelay = () => {
    let answer: () => void = () => undefined;
    backend.delay = new Promise((resolve) => (answer = resolve));
    return () => answer();
  };

  beforeEach(async () => {
    backend.reported = [report, { ...report, id: 'b', messageId: '0:b' }];
    await vi.advanceTimersByTimeAsync(5000);
    expect(listed()).toEqual(['a', 'b']);
  });

  it('takes it from the list at once, and for good', async () => {
    const answer = openDelay();
    const closing = session.setReportClosed('a', true);
    expect(listed()).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(5000);
    expect(listed()).toEqual(['b']);
    answer();
    await closing;
    expect(listed()).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(5000);
    expect(listed()).toEqual(['b']);
  });

  it('is not undone by a list that was read before it', async () => {
    const before = backend.reported;
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    vi.spyOn(backend.host.client.queries, 'reports').mockReturnValueOnce(arrived.then(() => ({ data: before })));
    session.refresh();
    await vi.advanceTimersByTimeAsync(0);
    await session.setReportClosed('a', true);
    arrive();
    await vi.advanceTimersByTimeAsync(0);
    expect(listed()).toEqual(['b']);
  });

  it('can be undone', async () => {
    await session.setReportClosed('a', true);
    await session.setReportClosed('a', false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(listed().sort()).toEqual(['a', 'b']);
  });

  it('leaves it in the list if the backend refuses', async () => {
    backend.hostFailure = { errorType: 'Throttled', message: 'Too many' };
    await expect(session.setReportClosed('a', true)).rejects.toMatchObject({ type: 'Throttled' });
    expect(listed()).toEqual(['a', 'b']);
  });
});
