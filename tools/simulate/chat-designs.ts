/** The cost of chat, which grows with the square of the audience, in several designs. */
import type { Row } from '../document/markdown-table';
import { hourlyCost } from '../pricing/cost';
import { deliveries } from '../pricing/usage';
import { messageBytes } from './messages';
import { roomSize } from './system';
import { count, dollars, viewersText } from './text';

/** Messages per second that a reader can follow. */
const readable = 1;

/** US dollars for one viewer who receives this many messages per second for an hour. */
export function chatViewerHour(messagesPerSecond: number): number {
  return hourlyCost(deliveries(messagesPerSecond, messageBytes.chat));
}

/** @param messagesPerMinute - chat messages of one viewer */
export function chatRows(audiences: number[], messagesPerMinute: number): Row[] {
  return audiences.map((viewers) => {
    const written = (viewers * messagesPerMinute) / 60;
    const inRoom = (Math.min(viewers, roomSize) * messagesPerMinute) / 60;
    const sampled = Math.min(written, readable);
    const column = (perSecond: number) => `${count(perSecond)}/s: ${dollars(chatViewerHour(perSecond))}`;
    return {
      viewers: viewersText(viewers),
      'written/s': count(written),
      'all to all, a viewer-hour': column(written),
      [`rooms of ${roomSize}`]: column(inRoom),
      [`sampled to ${readable}/s`]: column(sampled),
      'all to all, all viewers, an hour': dollars(chatViewerHour(written) * viewers),
      'rooms, all viewers, an hour': dollars(chatViewerHour(inRoom) * viewers),
    };
  });
}
