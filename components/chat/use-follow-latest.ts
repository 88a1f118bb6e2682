'use client';

/**
 * The scroll position of the chat. A reader at the end follows new messages; a reader who has scrolled up is not moved,
 * although messages are added below and removed above. Browsers do the latter themselves (`overflow-anchor`), but not
 * all of them, and not when the box is resized.
 */
import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type WheelEvent } from 'react';
import { messagesAfter } from '../../live/new-messages';
import type { Message } from '../../live/backend';

/** A reader who scrolls down to within this distance of the end follows again, in pixels. */
const nearEndPx = 48;

interface Following {
  /** The element that scrolls; its child holds the messages. */
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  onWheel: (event: WheelEvent) => void;
  toEnd: () => void;
  /** The last message that had arrived when the reader left the end; undefined while the reader is at the end. */
  seenId: string | null | undefined;
}

export function useFollowLatest(messages: Message[], own: string | null, isShown: unknown): Following {
  const scroller = useRef<HTMLDivElement>(null);
  const position = useRef<Position | null>(null);
  const lastId = useRef<string | null>(null);
  const [seenId, setSeenId] = useState<string | null>();

  useLayoutEffect(() => {
    if (scroller.current === null) return;
    position.current ??= new Position(scroller.current);
    const seen = lastId.current;
    const hasOwn = messagesAfter(messages, seen).some(({ sender }) => sender === own);
    lastId.current = messages.at(-1)?.id ?? null;
    const isFollowing = hasOwn ? position.current.toEnd() : position.current.keep();
    setSeenId((before) => (isFollowing ? undefined : before === undefined ? seen : before));
  }, [messages, own, isShown]);

  useEffect(() => {
    const box = scroller.current;
    const content = box?.firstElementChild;
    if (!box || !content) return;
    const observer = new ResizeObserver(() => position.current?.keep());
    observer.observe(box);
    observer.observe(content);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const isFollowing = position.current?.scrolled() ?? true;
    setSeenId((before) => (isFollowing ? undefined : before === undefined ? lastId.current : before));
  };

  const onWheel = ({ deltaY, ctrlKey }: WheelEvent) => {
    // With the control key, or by a pinch on a touchpad, the wheel zooms the page.
    if (deltaY < 0 && !ctrlKey) position.current?.leaveEnd();
  };

  const toEnd = () => {
    position.current?.toEnd();
    setSeenId(undefined);
  };

  return { scroller, onScroll, onWheel, toEnd, seenId };
}

class Position {
  #isFollowing = true;
  /** The geometry of the box when it was last read. */
  #last = { scrollTop: 0, scrollHeight: 0, clientHeight: 0, clientWidth: 0 };
  /** The lowest visible message, which is removed last, and its offset. Null while the end is followed. */
  #anchor: { line: HTMLElement; top: number } | null = null;

  constructor(private readonly box: HTMLElement) {}

  /** The wheel turns up: the box moves in a later frame, and a message may arrive before. */
  leaveEnd(): void {
    if (this.box.scrollTop === 0) return;
    this.#isFollowing = false;
    this.#remember();
  }

  /** Follows the end from now on. Returns true, as the end is followed. */
  toEnd(): true {
    this.#isFollowing = true;
    this.box.scrollTop = this.box.scrollHeight;
    this.#remember();
    return true;
  }

  /** The box has scrolled. Returns whether the end is followed. */
  scrolled(): boolean {
    this.#noteReader();
    // If the layout has changed too, `keep` runs next and needs the old anchor.
    if (!this.#hasNewLayout()) this.#remember();
    return this.#isFollowing;
  }

  /** Restores the position after messages came or went or the box was resized. Returns whether the end is followed. */
  keep(): boolean {
    const { box } = this;
    this.#noteReader();
    if (this.#isFollowing) return this.toEnd();
    if (this.#anchor?.line.isConnected) {
      const movedPx = this.#anchor.line.offsetTop - this.#anchor.top;
      // Writing `scrollTop` would stop a scroll that is under way, even if the value is the same.
      if (movedPx !== 0) box.scrollTop += movedPx;
    }
    this.#remember();
    return false;
  }

  /** Whether the reader has scrolled since the last read, possibly before the browser sends the event. */
  #noteReader(): void {
    const { scrollTop, scrollHeight, clientHeight, clientWidth } = this.box;
    const last = this.#last;
    // A resized box may have been moved by several layouts, not by its reader.
    if (clientHeight !== last.clientHeight || clientWidth !== last.clientWidth) return;
    const endTop = scrollHeight - clientHeight;
    // A layout with less to scroll moves the box to its new end, which may be a fraction of a pixel.
    const keptTop = this.#hasNewLayout() ? Math.min(last.scrollTop, endTop - 1) : last.scrollTop;
    const leftPx = last.scrollHeight - last.clientHeight - scrollTop;
    // The first pixel up counts: with many messages, a reader near the end would be taken back to it.
    if (scrollTop < keptTop) this.#isFollowing = false;
    else if (scrollTop > last.scrollTop && leftPx < nearEndPx) this.#isFollowing = true;
  }

  #hasNewLayout(): boolean {
    const { scrollHeight, clientHeight, clientWidth } = this.box;
    const last = this.#last;
    return scrollHeight !== last.scrollHeight || clientHeight !== last.clientHeight || clientWidth !== last.clientWidth;
  }

  #remember(): void {
    const { box } = this;
    const { scrollTop, scrollHeight, clientHeight, clientWidth } = box;
    this.#last = { scrollTop, scrollHeight, clientHeight, clientWidth };
    this.#anchor = this.#isFollowing ? null : this.#lowestVisible();
  }

  #lowestVisible(): { line: HTMLElement; top: number } | null {
    const { box } = this;
    const bottom = box.scrollTop + box.clientHeight;
    const lines = box.querySelectorAll<HTMLElement>('li');
    let index = lines.length - 1;
    while (index > 0 && (lines[index]?.offsetTop ?? 0) >= bottom) index -= 1;
    const line = lines[index];
    return line ? { line, top: line.offsetTop } : null;
  }
}
