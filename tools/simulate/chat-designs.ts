/** The cost of chat, which grows with the square of the audience if all of it goes to all. */
import type { Row } from '../document/markdown-table';
import { hourlyCost } from '../pricing/cost';
import { deliveries } from '../pricing/usage';
import { roomsFor } from '../../amplify/chat-rooms';
import type { Habits } from './habits';
import { messageBytes } from './messages';
import { count, dollars, viewersText } from './text';

/** US dollars for one viewer who receives this many messages per second for an hour. */
export function chatViewerHour(messagesPerSecond: number): number {
  return hourlyCost(deliveries(messagesPerSecond, messageBytes.chat));
}

/** Chat of audiences with these habits, to all and in rooms. */
export function chatRows(audiences: number[], { messagesPerMinute, votingShare }: Habits): Row[] {
  return audiences.map((viewers) => {
    const rooms = roomsFor(viewers * votingShare, 1);
    const written = (viewers * messagesPerMinute) / 60;
    const inRoom = written / rooms;
    const column = (perSecond: number) => `${count(perSecond)}/s: ${dollars(chatViewerHour(perSecond))}`;
    return {
      viewers: viewersText(viewers),
      'written/s': count(written),
      rooms: count(rooms),
      'viewers in a room': count(viewers / rooms),
      'in rooms, a viewer-hour': column(inRoom),
      'all to all, a viewer-hour': column(written),
      'in rooms, all viewers, an hour': dollars(chatViewerHour(inRoom) * viewers),
      'all to all, all viewers, an hour': dollars(chatViewerHour(written) * viewers),
    };
  });
}
