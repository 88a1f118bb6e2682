import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useLayoutEffect } from 'react';
import { render } from 'vitest-browser-react';
import { Part } from './part';

let failures = 0;

/** Fails as often as `failures` says. */
function Fragile({ name }: { name: string }) {
  useLayoutEffect(() => {
    if (failures === 0) return;
    failures -= 1;
    throw new Error(`${name} failed.`);
  }, [name]);
  return <p>{name}</p>;
}

beforeEach(() => {
  // React reports each error that a boundary catches.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  failures = 0;
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a part that fails', () => {
  it('is rendered anew at once, and the rest of the page stays', async () => {
    failures = 1;
    const { container } = await render(
      <div>
        <Part>
          <Fragile name="Votes" />
        </Part>
        <p>Chat</p>
      </div>,
    );
    await expect.poll(() => container.textContent).toBe('VotesChat');
  });

  it('again and again is left out if the page is useful without it, and comes back later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    failures = Infinity;
    const { container } = await render(
      <div>
        <Part isOptional>
          <Fragile name="Confetti" />
        </Part>
        <p>Votes</p>
      </div>,
    );
    expect(container.textContent).toBe('Votes');
    failures = 0;
    await vi.advanceTimersByTimeAsync(30_000);
    await vi.waitUntil(() => container.textContent === 'ConfettiVotes');
  });

  it('again and again is passed on to the part around it otherwise', async () => {
    failures = 3;
    const { container } = await render(
      <Part>
        <h1>Page</h1>
        <Part>
          <Fragile name="Votes" />
        </Part>
      </Part>,
    );
    await expect.poll(() => container.textContent).toBe('PageVotes');
  });
});
