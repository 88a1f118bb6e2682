import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { noVotes } from '../../amplify/show';
import { en } from '../../languages/en';
import { hostEn } from '../../languages/host/en';
import { controlsWith } from '../../live/fake-backend.fixture';
import { FakeHostBackend, roomMessage } from '../../live/fake-host-backend.fixture';
import { LanguageProvider } from '../language/language-context';
import { openRound } from '../show/show.fixture';
import { Console } from './console';
import { HostTextsProvider } from './host-texts';

const movie = { id: 'm', title: 'M', releaseDate: '1931-05-11', synopsis: 'M', poster: '/m.svg', source: 'catalogue' };
const account = { id: 'operator-1', isOperator: true };

async function renderConsole(prepare: (backend: FakeHostBackend) => void = () => undefined) {
  await page.viewport(1440, 900);
  const backend = new FakeHostBackend();
  backend.current = openRound();
  prepare(backend);
  const signOut = vi.fn();
  const onRefused = vi.fn();
  await render(
    <LanguageProvider language="en" locale="en-US" texts={en}>
      <HostTextsProvider language="en" texts={hostEn}>
        <Console backend={backend.host} account={account} signOut={signOut} onRefused={onRefused} />
      </HostTextsProvider>
    </LanguageProvider>,
  );
  await expect.poll(() => backend.messages.observers.size).toBe(1);
  backend.report('Connected');
  backend.acknowledge();
  return { backend, signOut, onRefused };
}

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const region = (name: string) => page.getByRole('region', { name, exact: true });
const lastCall = (backend: FakeHostBackend) => backend.calls.at(-1);

describe('the show', () => {
  it('pauses at once, and resumes by Undo', async () => {
    const { backend } = await renderConsole();
    await button('Pause').click();
    await expect.element(region('On the screen now').getByRole('status')).toHaveTextContent('Paused');
    expect(lastCall(backend)).toEqual({ operation: 'setPaused', args: { isPaused: true } });
    await button('Undo').click();
    await expect.element(button('Pause')).toBeVisible();
    expect(lastCall(backend)).toEqual({ operation: 'setPaused', args: { isPaused: false } });
  });

  it('offers to skip a movie once', async () => {
    const { backend } = await renderConsole();
    await expect.element(button('Skip')).toBeEnabled();
    const endedRound = backend.current?.roundId ?? '';
    backend.controls.publish(controlsWith({ endedRound, endedAt: Math.floor(Date.now() / 1000) }));
    await expect.element(button('Skip')).toBeDisabled();
    await expect.element(region('On the screen now').getByText('The next movie is coming.')).toBeVisible();
  });

  it('says why the backend has refused something, and takes it back', async () => {
    const { backend } = await renderConsole();
    await expect.element(button('Skip')).toBeEnabled();
    backend.hostFailure = { errorType: 'InvalidSettings', message: 'Choose another length.' };
    await page.getByRole('radio', { name: '30 seconds' }).first().click({ force: true });
    await expect.element(page.getByText('That did not work: Choose another length.')).toBeVisible();
    await expect.element(page.getByRole('radio', { name: '10 seconds' }).first()).toBeChecked();
    await expect.element(region('Watch').getByText('changeSettings')).toBeVisible();
  });
});

describe('the playlist', () => {
  it('finds a movie and plays it after the one that was played last', async () => {
    const { backend } = await renderConsole((prepared) => {
      prepared.movies = [movie];
      const playlist = ['a', 'b'].map((id) => ({ id, movie: { ...movie, title: `Movie ${id}` } }));
      prepared.view = { ...prepared.view, playlist, playedEntry: 'a' };
    });
    const list = region('Next up');
    await expect.element(list.getByText('Played')).toBeVisible();
    await userEvent.fill(page.getByRole('searchbox'), 'm');
    await button('Play next: M').click();
    await expect
      .poll(() => backend.view.playlist.map(({ movie: { title } }) => title))
      .toEqual(['Movie a', 'M', 'Movie b']);
    await expect.element(button('Move up: M')).toBeDisabled();
    await expect.element(button('Move down: Movie a')).toBeDisabled();
    await button('Move down: M').click();
    await expect.poll(() => backend.view.playlist.at(-1)?.movie.title).toBe('M');
    await button('Remove: Movie b').click();
    await expect.poll(() => backend.view.playlist).toHaveLength(2);
    await button('Back to random').click();
    await expect.poll(() => backend.view.playlist).toEqual([]);
  });
});

describe('the chat', () => {
  it('removes and restores a message, mutes its sender and pins it', async () => {
    const { backend } = await renderConsole();
    backend.messages.publish(roomMessage('Ann', 'Spoiler', { id: '0:x', sender: 'abc' }));
    const message = region('Chat').getByRole('listitem');
    await message.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect.element(message.getByText('Removed')).toBeVisible();
    expect(lastCall(backend)).toEqual({ operation: 'setMessageRemoved', args: { messageId: '0:x', isRemoved: true } });
    await message.getByRole('button', { name: 'Restore' }).click();
    await button('Actions for the message of Ann').click();
    await button('Mute 5 min').click();
    await expect.poll(() => lastCall(backend)?.args).toEqual({ sender: 'abc', nickname: 'Ann', seconds: 300 });
    await expect.element(button('Unmute Ann')).toBeVisible();
    await message.getByRole('button', { name: 'Pin', exact: true }).click();
    await expect.poll(() => backend.view.show.pinned?.text).toBe('Spoiler');
    await expect.element(page.getByText('Pinned on all screens')).toBeVisible();
  });

  it('writes as a host', async () => {
    await renderConsole();
    await userEvent.fill(page.getByRole('textbox', { name: 'Message to the audience' }), 'Welcome');
    await button('Send').click();
    await expect.element(region('Chat').getByText('Welcome', { exact: true })).toBeVisible();
  });

  it('saves blocked words only when told to', async () => {
    const { backend } = await renderConsole();
    await userEvent.fill(page.getByRole('textbox', { name: 'Blocked words' }), 'spoiler\n\nthe killer');
    expect(backend.calls).toEqual([]);
    await button('Save').click();
    await expect.poll(() => backend.view.blockedWords).toEqual(['spoiler', 'the killer']);
  });
});

describe('a report', () => {
  const report = {
    id: 'x',
    messageId: '0:x',
    sender: 'abc',
    nickname: 'Ann',
    text: 'Forged',
    reports: 2,
    reportedAt: 0,
  };

  it('says that its text is only as reported', async () => {
    const { backend } = await renderConsole((prepared) => (prepared.reported = [report]));
    await expect.element(region('Reports').getByText('Forged')).toBeVisible();
    await expect.element(region('Reports').getByText('As reported: this page has not seen the message.')).toBeVisible();
    await button('Dismiss the report about Ann').click();
    await expect.element(region('Reports').getByText('No reports.')).toBeVisible();
    expect(lastCall(backend)).toEqual({ operation: 'setReportClosed', args: { id: 'x', isClosed: true } });
    await button('Undo').click();
    await expect.element(region('Reports').getByText('Forged')).toBeVisible();
  });

  it('is closed with the removal of its message, and so are others of it', async () => {
    const { backend } = await renderConsole((prepared) => {
      prepared.reported = [
        report,
        { ...report, id: 'y', text: 'Another claim' },
        { ...report, id: 'z', messageId: '0:z' },
      ];
    });
    await region('Reports').getByRole('button', { name: 'Remove', exact: true }).first().click();
    await expect.poll(() => backend.reported.map(({ id }) => id)).toEqual(['z']);
    expect(backend.view.show.removedMessages).toEqual(['0:x']);
    await button('Undo').click();
    await expect.poll(() => backend.reported).toHaveLength(3);
    expect(backend.view.show.removedMessages).toEqual([]);
  });

  it('shows the message that this page has seen, and mutes who sent it', async () => {
    const { backend } = await renderConsole((prepared) => (prepared.reported = [{ ...report, sender: 'innocent' }]));
    backend.messages.publish(roomMessage('Bob', 'Real', { id: '0:x', sender: 'real' }));
    await expect.element(region('Reports').getByText('The report has another text than the message.')).toBeVisible();
    await expect.element(region('Reports').getByText('Real')).toBeVisible();
    await region('Reports').getByRole('button', { name: 'Mute 5 min' }).click();
    await expect.poll(() => lastCall(backend)?.args).toMatchObject({ sender: 'real', nickname: 'Bob' });
  });
});

describe('the results', () => {
  it('are summed over all pages', async () => {
    const result = { ...noVotes, love: 2, roundId: '1', title: 'M', poster: '', voters: 1 };
    await renderConsole((backend) => {
      backend.pages = [[{ ...result, favourites: { ...noVotes, love: 1 } }], [{ ...result, roundId: '2' }]];
    });
    await region('Results').getByRole('button', { name: 'Show', exact: true }).click();
    await expect.element(region('Results').getByRole('row', { name: /Love M/ })).toBeVisible();
    await expect.element(button('Download CSV')).toBeVisible();
  });

  it('ask once before the leaderboard is reset', async () => {
    const { backend } = await renderConsole();
    await button('Reset leaderboard').click();
    const dialog = page.getByRole('dialog', { name: 'Reset the leaderboard?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(backend.calls).toEqual([]);
    await button('Reset leaderboard').click();
    await dialog.getByRole('button', { name: 'Reset leaderboard' }).click();
    await expect.poll(() => lastCall(backend)?.operation).toBe('resetLeaderboard');
  });
});

describe('an account', () => {
  it('that is signed out leaves the page', async () => {
    const { signOut } = await renderConsole((backend) => {
      backend.signedIn = null;
      backend.hostFailure = { errorType: 'Unauthorized', message: 'Not Authorized' };
    });
    await expect.poll(() => signOut.mock.calls.length).toBeGreaterThan(0);
  });

  it('that the backend refuses leaves the page', async () => {
    const { onRefused } = await renderConsole((backend) => {
      backend.hostFailure = { errorType: 'Unauthorized', message: 'Not Authorized' };
    });
    await expect.poll(() => onRefused.mock.calls.length).toBeGreaterThan(0);
  });
});

it('says who did what', async () => {
  await renderConsole((backend) => {
    backend.actions = [
      { id: '1800000000000#b', operator: 'abcdefghijk', action: 'skipMovie', detail: '{}' },
      { id: '1700000000000#a', operator: account.id, action: 'setPaused', detail: '{"isPaused":true}' },
    ];
  });
  const lines = region('What hosts did').getByRole('listitem');
  await expect.element(lines.nth(0)).toHaveTextContent(/abcdefgh.*skipped the movie/);
  await expect.element(lines.nth(1)).toHaveTextContent(/You.*paused the show/);
});
