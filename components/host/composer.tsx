'use client';

import { useState, type SubmitEvent } from 'react';
import { limits } from '../../amplify/limits';
import { fill } from '../../languages/texts';
import { isRefusal } from '../../live/backend-error';
import controls from './controls.module.css';
import styles from './chat.module.css';
import { failureText, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';

/** Writes to the audience. The backend marks the message as a host's. */
export function Composer() {
  const texts = useHostTexts();
  const { chat } = texts;
  const session = useHostSession();
  const [nickname, setNickname] = useState(chat.defaultNickname);
  const [text, setText] = useState('');
  const [hint, setHint] = useState('');
  const [isSending, setIsSending] = useState(false);

  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isSending || text.trim() === '') return;
    setIsSending(true);
    setHint('');
    try {
      await session.sendMessage(nickname, text);
      setText('');
      setHint(chat.sent);
    } catch (error) {
      setHint(hintOf(error));
    } finally {
      setIsSending(false);
    }
  };

  const hintOf = (error: unknown) => {
    if (isRefusal(error, 'SlowDown')) return chat.slowDown;
    if (isRefusal(error, 'InvalidMessage'))
      return fill(chat.invalid, { text: limits.maxTextLength, name: limits.maxNicknameLength });
    return failureText(texts, error);
  };

  return (
    <form className={styles.composer} onSubmit={(event) => void send(event)}>
      <label className={controls.field}>
        <span>{chat.nickname}</span>
        <input
          value={nickname}
          maxLength={limits.maxNicknameLength}
          autoComplete="off"
          dir="auto"
          onChange={(event) => setNickname(event.target.value)}
        />
      </label>
      <label className={controls.field}>
        <span>{chat.message}</span>
        <input
          value={text}
          maxLength={limits.maxTextLength}
          autoComplete="off"
          enterKeyHint="send"
          dir="auto"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button className={controls.button} data-look="main" type="submit">
        {chat.send}
      </button>
      <p className={styles.hint} role="status">
        {hint}
      </p>
    </form>
  );
}
