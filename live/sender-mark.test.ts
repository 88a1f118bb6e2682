import { describe, expect, it } from 'vitest';
import { markOf, nameColors } from './sender-mark';

const senders = Array.from({ length: 1000 }, (_, index) => String(index).padStart(12, '0'));

describe('the mark of a sender', () => {
  it('is a number of four digits and a color, always the same', () => {
    for (const sender of ['', '000000000001', 'f00dfeedbeef']) {
      const mark = markOf(sender);
      expect(mark.tag).toMatch(/^#\d{4}$/);
      expect(nameColors).toContain(mark.color);
      expect(markOf(sender)).toEqual(mark);
    }
  });

  it('differs for nearly all of a thousand guests, and uses each color evenly', () => {
    const marks = senders.map(markOf);
    expect(new Set(marks.map(({ color, tag }) => color + tag)).size).toBeGreaterThan(970);
    for (const name of nameColors) {
      expect(marks.filter(({ color }) => color === name).length).toBeGreaterThan(
        senders.length / nameColors.length / 1.5,
      );
    }
  });
});
