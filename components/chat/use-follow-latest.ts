'use client';

/**
 * Where the chat stands for its reader: at its end for as long as one reads there, and still for who has scrolled up,
 * although lines come below and old ones leave above. Browsers do the latter by themselves (`overflow-anchor`), but
 * not all of them, and not when a box is resized.
 */
import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type WheelEvent } from 'react';
import { messagesAfter } from '../../live/new-messages';
import type { Message } from '../../live/backend';

/** Who scrolls down to less than this before the end, in pixels, follows again. */
const nearPx = 48;

interface Following {
  /** What scrolls; its child holds the lines. */
  scroller: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
  onWheel: (event: WheelEvent) => void;
  toEnd: () => void;
  /** The last message that was there when its reader scrolled up; undefined: reads at the end. */
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
    const hasSpoken = messagesAfter(messages, lastId.current).some(({ sender }) => sender === own);
    lastId.current = messages.at(-1)?.id ?? null;
    if (hasSpoken) {
      position.current.follow();
      setSeenId(undefined);
    }
    position.current.keep();
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

  const onWheel = ({ deltaY }: WheelEvent) => {
    if (deltaY < 0) position.current?.letGo();
  };

  const toEnd = () => {
    position.current?.follow();
    position.current?.keep();
    setSeenId(undefined);
  };

  return { scroller, onScroll, onWheel, toEnd, seenId };
}

class Position {
  #isFollowing = true;
  #last = { scrollTop: 0, scrollHeight: 0, clientHeight: 0 };
  /** The lowest line in sight, which stays longest, and where it stood. */
  #anchor: { line: HTMLElement; top: number } | null = null;

  constructor(private readonly box: HTMLElement) {}

  follow(): void {
    this.#isFollowing = true;
  }

  /** The reader begins to scroll up; before the box has moved, a new line would take them back to the end. */
  letGo(): void {
    if (this.box.scrollTop === 0) return;
    this.#isFollowing = false;
    this.#remember();
  }

  /** Takes note of what the reader did. Returns whether the end is followed. */
  scrolled(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    // Moved by a new layout, not by the reader: `keep` comes next.
    if (scrollHeight !== this.#last.scrollHeight || clientHeight !== this.#last.clientHeight) return this.#isFollowing;
    const leftPx = scrollHeight - scrollTop - clientHeight;
    // The first pixel up counts: in a flood, whoever were still near the end would be taken back to it.
    if (scrollTop < this.#last.scrollTop) this.#isFollowing = false;
    else if (scrollTop > this.#last.scrollTop && leftPx < nearPx) this.#isFollowing = true;
    this.#remember();
    return this.#isFollowing;
  }

  /** Puts the reader back, after lines came or went or the box was resized. */
  keep(): void {
    const { box } = this;
    if (this.#isFollowing) {
      box.scrollTop = box.scrollHeight;
    } else if (this.#anchor?.line.isConnected) {
      const movedPx = this.#anchor.line.offsetTop - this.#anchor.top;
      // Even to write what it is would end a scroll that is under way.
      if (movedPx !== 0) box.scrollTop += movedPx;
    }
    this.#remember();
  }

  #remember(): void {
    const { box } = this;
    this.#last = { scrollTop: box.scrollTop, scrollHeight: box.scrollHeight, clientHeight: box.clientHeight };
    if (this.#isFollowing) {
      this.#anchor = null;
      return;
    }
    const end = box.scrollTop + box.clientHeight;
    const lines = box.querySelectorAll<HTMLElement>('li');
    let index = lines.length - 1;
    while (index > 0 && (lines[index]?.offsetTop ?? 0) >= end) index -= 1;
    const line = lines[index];
    this.#anchor = line ? { line, top: line.offsetTop } : null;
  }
}
