'use client';

import { useCallback, useId, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react';
import { limits } from '../../amplify/limits';
import { cleanText, textLength } from '../../live/chat-text';
import type { DeviceStore } from '../../live/device-store';
import type { Outgoing } from '../../live/outbox';
import type { Connection } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import { useRestored } from '../recovery/use-restored';
import { characterCount, hintFor, hintText, problemOf, slowDown, type ComposerField, type Hint } from './composer-hint';
import styles from './composer.module.css';
import { useNickname } from './nickname';
import { pasteLine } from './paste-line';
import { SendButton } from './send-button';
import { useOutbox } from './use-outbox';

/**
 * A pasted text may exceed the limit, so that its author sees by how much. A very long text would slow down the field.
 */
const maxFieldLength = limits.uncleanedLengthFactor * limits.maxTextLength;

interface ComposerProps {
  /** Null until the session is open. */
  sendMessage: ((nickname: string, text: string) => Promise<void>) | null;
  connection: Connection;
  storage: DeviceStore;
}

export function Composer({ sendMessage, connection, storage }: ComposerProps) {
  const { texts, format } = useLanguage();
  const [nickname, setNickname] = useNickname(storage);
  const [text, setText] = useState('');
  const [hint, setHint] = useState<Hint | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useRestored(form, hasFields);
  const nicknameField = useRef<HTMLInputElement>(null);
  const textField = useRef<HTMLInputElement>(null);
  const [escapeId, hintId, countId] = [useId(), useId(), useId()];

  const giveBack = useCallback((messages: Outgoing[], error: unknown) => {
    setHint(hintFor(error));
    setText((newer) => [...messages.map((message) => message.text), newer].filter(Boolean).join(' '));
  }, []);
  const { submit, held, waitsUntil } = useOutbox(sendMessage, giveBack);

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (submit === null) return;
    const message = { nickname: cleanText(nickname), text: cleanText(text) };
    const problem = problemOf(message);
    (problem?.field === 'nickname' ? nicknameField : textField).current?.focus();
    if (problem !== null) {
      setHint(problem);
      return;
    }
    const isTaken = submit(message);
    setHint(isTaken ? null : slowDown);
    // Clear the field now: when the message has arrived, its author may have typed the next one.
    if (isTaken) setText('');
  };

  const write = (next: string) => {
    setText(next);
    setHint(null);
  };

  const writeNickname = (next: string) => {
    setNickname(next);
    setHint(null);
  };

  const count = characterCount(text, texts, format);
  const isTooLong = textLength(text) > limits.maxTextLength;
  const notice = held > 0 ? texts.chat.held : connection === 'blocked' && texts.chat.sendOnly;
  const status = hint ? hintText(hint, texts, connection === 'offline') : notice;
  /** A hint is read in the live region, and again as the error of its field. */
  const validity = (field: ComposerField) =>
    hint?.field === field && { 'aria-invalid': true, 'aria-errormessage': hintId };

  return (
    <form
      ref={form}
      id="composer"
      className={styles.composer}
      data-connection={connection}
      onSubmit={onSubmit}
      noValidate
    >
      <div className={styles.fields}>
        <input
          ref={nicknameField}
          className={styles.field}
          aria-label={texts.chat.nickname}
          aria-describedby={hint?.field === 'nickname' ? hintId : undefined}
          {...validity('nickname')}
          placeholder={texts.chat.nicknameHint}
          autoComplete="nickname"
          dir={nickname === '' ? undefined : 'auto'}
          maxLength={limits.maxNicknameLength}
          value={nickname}
          onPaste={(event) => {
            const pasted = pasteLine(event, limits.maxNicknameLength);
            if (pasted !== null) writeNickname(pasted);
          }}
          onChange={(event) => writeNickname(event.target.value)}
          onKeyDown={leaveOnEscape}
        />
        <input
          ref={textField}
          className={`${styles.field} ${styles.text}`}
          aria-label={texts.chat.message}
          aria-describedby={[escapeId, hint?.field === 'text' ? hintId : countId].join(' ')}
          {...(isTooLong && { 'aria-invalid': true, 'aria-errormessage': countId })}
          {...validity('text')}
          placeholder={texts.chat[connection]}
          autoComplete="off"
          dir={text === '' ? undefined : 'auto'}
          enterKeyHint="send"
          maxLength={maxFieldLength}
          value={text}
          onPaste={(event) => {
            const pasted = pasteLine(event, maxFieldLength);
            if (pasted !== null) write(pasted);
          }}
          onChange={(event) => write(event.target.value)}
          onKeyDown={leaveOnEscape}
        />
        <SendButton isDisabled={submit === null} waitsUntil={waitsUntil} />
      </div>
      <div className={styles.notes}>
        <p id={hintId} className={styles.hint} role="status" aria-live="polite">
          {/* Hidden here, as a live region would read the count on every key. */}
          {status || (count && <span aria-hidden="true">{count}</span>)}
        </p>
        <p id={escapeId} className={styles.escape}>
          {texts.chat.escape}
        </p>
      </div>
      <span id={countId} className="visually-hidden">
        {count}
      </span>
    </form>
  );
}

/** Add-ons may have put fields of their own beside them. */
function hasFields(form: HTMLElement): boolean {
  return form.querySelectorAll('input').length >= 2;
}

/** Outside the fields, the keys 1 to 5 vote. */
function leaveOnEscape({ key, currentTarget, nativeEvent }: KeyboardEvent<HTMLElement>): void {
  if (key === 'Escape' && !nativeEvent.isComposing) currentTarget.blur();
}
