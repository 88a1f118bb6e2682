/** Chat is the one thing that grows with the square of the house: what every way to have it costs. Pure. */
import { hourlyCost } from './cost';
import { messageBytes } from './messages';
import { roomSize } from './system';
import { count, dollars, viewersText, type Row } from './text';
import { deliveries } from './usage';

/** Messages in a second that a reader can follow. */
const readable = 1;

/** US dollars for an hour of one viewer who gets so many messages in a second. */
export function chatViewerHour(messagesPerSecond: number): number {
  return hourlyCost(deliveries(messagesPerSecond, messageBytes.chat));
}

/** @param messagesPerMinute - of one viewer */
export function chatRows(houses: number[], messagesPerMinute: number): Row[] {
  return houses.map((viewers) => {
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
      'all to all, the house an hour': dollars(chatViewerHour(written) * viewers),
      'rooms, the house an hour': dollars(chatViewerHour(inRoom) * viewers),
    };
  });
}
