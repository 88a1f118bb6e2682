'use client';

import type { ChatRoom } from '../../live/chat-room';
import { useLanguage } from '../language/language-context';
import styles from './room-change-line.module.css';
import { roomChangeText } from './room-change-text';

/** A line between the messages of two chat rooms. */
export function RoomChangeLine({ chatRoom }: { chatRoom: ChatRoom }) {
  const { texts, format } = useLanguage();
  return <li className={styles.room}>{roomChangeText(chatRoom, texts, format)}</li>;
}
