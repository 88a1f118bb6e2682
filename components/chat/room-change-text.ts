import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import type { ChatRoom } from '../../live/chat-room';

/** Tells a guest that the chat room has changed. */
export function roomChangeText({ room, rooms }: ChatRoom, { chat }: Texts, format: Formatter): string {
  if (rooms === 1) return chat.roomsEnded;
  return fill(chat.roomChanged, { room: format.number(room + 1), rooms: format.number(rooms) });
}
