import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { maxMessages } from '../../live/show-reducer';
import { messageFrom, renderInShow, type RenderedShow } from '../show/show.fixture';
import { Chat } from './chat';

const log = () => page.getByRole('log').element() as HTMLElement;
const newMessages = page.getByRole('button', { name: /new messages?/ });

/** A chat with so many messages that it scrolls. */
async function renderChat(count = 30): Promise<RenderedShow> {
  const show = await renderInShow(
    <div style={{ width: 400, height: 320 }}>
      <Chat />
    </div>,
  );
  await expect.poll(() => show.backend.messages.observers.size).toBe(1);
  publish(show, count);
  await expect.element(page.getByText(`Line ${count}`, { exact: true })).toBeInTheDocument();
  await expectAtEnd();
  return show;
}

function publish({ backend }: RenderedShow, count = 1): void {
  for (let line = 1; line <= count; line += 1) backend.messages.publish(messageFrom('Bob', `Line ${line}`));
}

const distanceToEnd = () => log().scrollHeight - log().clientHeight - log().scrollTop;

async function expectAtEnd(): Promise<void> {
  await expect.poll(distanceToEnd).toBeLessThanOrEqual(1);
}

/** Scrolls as a touch or the scroll bar does: without a `wheel` event, and with a `scroll` event in the next frame. */
function scrollBy(pixels: number): void {
  log().scrollTop += pixels;
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

describe('a reader at the end of the chat', () => {
  it('stays there when messages arrive', async () => {
    const show = await renderChat();
    publish(show, 5);
    await expect.poll(() => page.getByRole('listitem').elements()).toHaveLength(35);
    await expectAtEnd();
    await expect.element(newMessages).not.toBeInTheDocument();
  });

  it('stays there when the box is resized', async () => {
    const { container } = await renderChat();
    const box = container.firstElementChild as HTMLElement;
    for (const height of ['200px', '500px', '260px']) {
      box.style.height = height;
      await nextFrame();
      await expectAtEnd();
    }
  });

  it('stays there when the box grows and shrinks within a frame', async () => {
    const { container } = await renderChat();
    const box = container.firstElementChild as HTMLElement;
    box.style.height = '500px';
    // Reading forces a layout, which moves the box to the end that it has now.
    expect(distanceToEnd()).toBeLessThanOrEqual(1);
    box.style.height = '200px';
    await nextFrame();
    await expectAtEnd();
  });

  it('still follows after a wheel zooms the page', async () => {
    const show = await renderChat();
    log().dispatchEvent(new WheelEvent('wheel', { deltaY: -100, ctrlKey: true, bubbles: true }));
    publish(show);
    await expect.poll(() => page.getByRole('listitem').elements()).toHaveLength(31);
    await expectAtEnd();
  });
});

describe('a reader who has scrolled up', () => {
  it('is not moved by new messages, and sees how many there are', async () => {
    const show = await renderChat();
    await userEvent.wheel(log(), { delta: { y: -300 } });
    await expect.poll(distanceToEnd).toBeGreaterThan(200);
    await nextFrame();
    const { scrollTop } = log();
    publish(show, 2);
    await expect.element(newMessages).toHaveTextContent('2 new messages');
    expect(log().scrollTop).toBe(scrollTop);
  });

  it('is not moved when the oldest messages leave', async () => {
    const show = await renderChat(maxMessages);
    scrollBy(-1000);
    await nextFrame();
    const { top } = log().getBoundingClientRect();
    const read = page
      .getByRole('listitem')
      .elements()
      .find((line) => line.getBoundingClientRect().top > top);
    const before = read?.getBoundingClientRect().top ?? NaN;
    publish(show, 20);
    await expect.element(newMessages).toHaveTextContent('20 new messages');
    expect(Math.abs((read?.getBoundingClientRect().top ?? NaN) - before)).toBeLessThanOrEqual(1);
  });

  it('goes to the end with the button', async () => {
    const show = await renderChat();
    scrollBy(-300);
    await nextFrame();
    publish(show);
    await newMessages.click();
    await expectAtEnd();
    await expect.element(newMessages).not.toBeInTheDocument();
  });

  it('follows again after scrolling down to the end', async () => {
    const show = await renderChat();
    scrollBy(-300);
    await nextFrame();
    scrollBy(300);
    await nextFrame();
    publish(show);
    await expect.poll(() => page.getByRole('listitem').elements()).toHaveLength(31);
    await expectAtEnd();
  });

  it('goes to the end after sending a message', async () => {
    const show = await renderChat();
    await page.getByRole('textbox', { name: 'Nickname' }).fill('Ann');
    await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
    scrollBy(-300);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Hello', { exact: true })).toBeInTheDocument();
    await expectAtEnd();
    publish(show);
    await expectAtEnd();
  });
});

describe('a message that arrives while the reader scrolls', () => {
  it('does not move a reader who has just left the end', async () => {
    const show = await renderChat();
    scrollBy(-200);
    const { scrollTop } = log();
    publish(show);
    await expect.element(newMessages).toHaveTextContent('1 new message');
    expect(log().scrollTop).toBe(scrollTop);
  });

  it('is counted as new if it arrives between the wheel and the scroll', async () => {
    const show = await renderChat();
    log().dispatchEvent(new WheelEvent('wheel', { deltaY: -100, bubbles: true }));
    publish(show);
    await expect.poll(() => page.getByRole('listitem').elements()).toHaveLength(31);
    scrollBy(-100);
    await expect.element(newMessages).toHaveTextContent('1 new message');
  });

  it('is followed if the reader has just reached the end', async () => {
    const show = await renderChat();
    scrollBy(-300);
    await nextFrame();
    scrollBy(300);
    publish(show);
    await expect.poll(() => page.getByRole('listitem').elements()).toHaveLength(31);
    await nextFrame();
    await expectAtEnd();
    await expect.element(newMessages).not.toBeInTheDocument();
  });
});
