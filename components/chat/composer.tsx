'use client';

import { TextField } from '@aws-amplify/ui-react';
import '@aws-amplify/ui-react/styles/flex.css';
import '@aws-amplify/ui-react/styles/field.css';
import '@aws-amplify/ui-react/styles/fieldGroup.css';
import '@aws-amplify/ui-react/styles/fieldMessages.css';
import '@aws-amplify/ui-react/styles/input.css';
import '@aws-amplify/ui-react/styles/textField.css';
import '@aws-amplify/ui-react/styles/visuallyHidden.css';
import { useRef, useState, type FormEvent } from 'react';
import { limits } from '../../amplify/limits';
import { fill, type Texts } from '../../languages/texts';
import { isRefusal } from '../../live/backend-error';
import type { Connection } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import styles from './composer.module.css';
import { useNickname } from './nickname';

/** How many characters before the limit the count of them is shown. */
const nearLimit = 40;

interface ComposerProps {
  /** Null until the browser has taken over. */
  say: ((nickname: string, text: string) => Promise<void>) | null;
  connection: Connection;
}

export function Composer({ say, connection }: ComposerProps) {
  const { texts, format } = useLanguage();
  const [nickname, setNickname] = useNickname();
  const [text, setText] = useState('');
  const [hint, setHint] = useState('');
  const [isSending, setSending] = useState(false);
  const nicknameField = useRef<HTMLInputElement>(null);
  const textField = useRef<HTMLInputElement>(null);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (say === null || isSending) return;
    const [name, words] = [nickname.trim(), text.trim()];
    if (name === '' || words === '') {
      setHint(name === '' ? texts.chat.nameMissing : texts.chat.messageMissing);
      (name === '' ? nicknameField : textField).current?.focus();
      return;
    }
    setSending(true);
    setHint('');
    // At once: whoever goes on writing, or goes elsewhere, while the message travels is not disturbed when it arrives.
    setText('');
    textField.current?.focus();
    try {
      await say(name, words);
    } catch (error) {
      setHint(hintFor(error, texts));
      setText((newer) => (newer === '' ? words : `${words} ${newer}`));
    } finally {
      setSending(false);
    }
  };

  const left = limits.maxTextLength - text.length;
  return (
    <form className={styles.composer} onSubmit={(event) => void send(event)} noValidate>
      <div className={styles.fields}>
        <TextField
          ref={nicknameField}
          className={styles.nickname}
          label={texts.chat.nickname}
          labelHidden
          placeholder={texts.chat.nicknameHint}
          autoComplete="nickname"
          maxLength={limits.maxNicknameLength}
          value={nickname}
          onChange={(event) => setNickname(event.target.value)}
        />
        <TextField
          ref={textField}
          className={styles.text}
          label={texts.chat.message}
          labelHidden
          placeholder={texts.chat[connection]}
          autoComplete="off"
          enterKeyHint="send"
          maxLength={limits.maxTextLength}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setHint('');
          }}
        />
        <button type="submit" className={styles.send} aria-label={texts.chat.send} aria-disabled={isSending || say === null}>
          <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
            <path d="M3.5 4.2c0-.8.8-1.3 1.5-1L21 10.9c.8.4.8 1.7 0 2.1L5 20.8c-.7.3-1.5-.2-1.5-1l.8-6.3 9.2-1.5-9.2-1.5z" />
          </svg>
        </button>
      </div>
      <p className={styles.hint} role="status">
        {hint || (left <= nearLimit ? format.count(texts.chat.charactersLeft, left) : '')}
      </p>
    </form>
  );
}

function hintFor(error: unknown, { chat }: Texts): string {
  if (isRefusal(error, 'SlowDown')) return chat.slowDown;
  if (isRefusal(error, 'InvalidMessage')) {
    return fill(chat.invalid, { text: limits.maxTextLength, name: limits.maxNicknameLength });
  }
  return chat.failed;
}
