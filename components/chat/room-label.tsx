'use client';

import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { useShow } from '../show/show-context';
import styles from './room-label.module.css';

/** Says which room of the chat this is, if there are several. */
export function RoomLabel() {
  const { texts, format } = useLanguage();
  const chatRoom = useShow((state) => state.chatRoom);
  if (chatRoom === null || chatRoom.rooms === 1) return null;
  const numbers = { room: format.number(chatRoom.room + 1), rooms: format.number(chatRoom.rooms) };
  return (
    <p className={styles.room}>
      <strong>{fill(texts.chat.room, numbers)}</strong>
      <span>{texts.chat.roomsExplained}</span>
    </p>
  );
}
