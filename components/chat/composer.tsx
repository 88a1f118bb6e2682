'use client';

import { memo, useCallback, useEffect, useId, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react';
import { flushSync } from 'react-dom';
import { limits } from '../../amplify/limits';
import { isRefusal } from '../../live/backend-error';
import { cleanText, textProblem } from '../../live/chat-text';
import { fill, type Texts } from '../../languages/texts';
import type { DeviceStore } from '../../live/device-store';
import type { Outgoing } from '../../live/outbox';
import type { Connection } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import { useTimeText } from '../language/use-time-text';
import { useRestored } from '../recovery/use-restored';
import {
  characterCount,
  hintFor,
  hintText,
  isTooLong,
  mutedUntilOf,
  problemOf,
  slowDown,
  type ComposerField,
  type Hint,
} from './composer-hint';
import styles from './composer.module.css';
import { useNickname } from './nickname';
import { NicknameChip } from './nickname-chip';
import { NicknameField } from './nickname-field';
import { followKeyboard } from '../keyboard/on-screen-keyboard';
import { pasteLine } from './paste-line';
import { SendButton } from './send-button';
import { SlowModeNote } from './slow-mode-note';
import { useModerationTexts } from './use-moderation-texts';
import { useMute } from './use-mute';
import { useOutbox } from './use-outbox';

/**
 * A pasted text may exceed the limit, so that its author sees by how much. A very long text would slow down the field.
 */
const maxFieldLength = limits.uncleanedLengthFactor * limits.maxTextLength;

interface ComposerProps {
  /** Null until the session is open. */
  sendMessage: ((nickname: string, text: string) => Promise<void>) | null;
  /** Called when someone is about to write; null until the session is open. */
  join: (() => void) | null;
  connection: Connection;
  /** Whether guests may write. */
  isOpen?: boolean;
  /** The minimum time between two messages, in milliseconds. */
  intervalMs?: number;
  storage: DeviceStore;
}

/** Writes messages. The nickname is asked once; then it is a chip beside the message. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { sendMessage, join, connection, isOpen = true, intervalMs = limits.messageIntervalMs, storage } = props;
  const { texts, format } = useLanguage();
  const timeText = useTimeText();
  const moderation = useModerationTexts();
  const [mutedUntil, setMutedUntil] = useMute();
  const [nickname, setNickname] = useNickname(storage);
  const [isNaming, setIsNaming] = useState(nickname === '');
  /** What is written so far, for hints. The field may contain more. */
  const [draftName, setDraftName] = useState(nickname);
  const [text, setText] = useState('');
  const [hint, setHint] = useState<Hint | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useRestored(form, hasFields);
  const nicknameField = useRef<HTMLInputElement>(null);
  const textField = useRef<HTMLInputElement>(null);
  const [escapeId, hintId, countId, noteId] = [useId(), useId(), useId(), useId()];

  useEffect(() => (form.current ? followKeyboard(form.current) : undefined), []);

  const giveBack = useCallback(
    (messages: Outgoing[], error: unknown) => {
      const until = mutedUntilOf(error);
      if (until !== null) setMutedUntil(until);
      // What it knows of the chat says why.
      setHint(until !== null || isRefusal(error, 'ChatClosed') ? null : hintFor(error));
      setText((newer) => [...messages.map((message) => message.text), newer].filter(Boolean).join(' '));
    },
    [setMutedUntil],
  );
  const { submit, held, waitsUntil } = useOutbox(sendMessage, giveBack, intervalMs);
  const isSlow = intervalMs > limits.messageIntervalMs;
  const canWrite = isOpen && mutedUntil === null;

  const currentName = () => cleanText(nicknameField.current?.value ?? nickname);

  /** Turns a valid name into a chip. Returns whether it is valid. */
  const adoptName = (): boolean => {
    const name = currentName();
    if (textProblem(name, limits.maxNicknameLength) !== null) return false;
    setNickname(name);
    setDraftName(name);
    setIsNaming(false);
    return true;
  };

  const changeName = () => {
    // At once: iOS opens the keyboard only while it handles a tap.
    flushSync(() => setIsNaming(true));
    nicknameField.current?.focus();
    nicknameField.current?.select();
  };

  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    // Enter after the name, before there is a message.
    if (text === '' && document.activeElement === nicknameField.current && adoptName()) {
      setHint(null);
      textField.current?.focus();
      return;
    }
    if (submit === null || !canWrite) return;
    const message = { nickname: currentName(), text: cleanText(text) };
    const problem = problemOf(message);
    if (problem?.field !== 'nickname') adoptName();
    (problem?.field === 'nickname' ? nicknameField : textField).current?.focus();
    if (problem !== null) {
      setHint(problem);
      return;
    }
    const isTaken = submit(message);
    // In slow mode, the countdown says why not.
    setHint(isTaken || isSlow ? null : slowDown);
    // Clear the field now: when the message has arrived, its author may have typed the next one.
    if (isTaken) setText('');
  };

  const write = (next: string) => {
    setText(next);
    setHint(null);
  };

  const writeNickname = (next: string) => {
    setDraftName(next);
    setHint(null);
  };

  const onFocus = () => join?.();

  const notice = held > 0 ? texts.chat.held : stateNotice(connection, texts);
  const hindrance =
    (!isOpen && moderation.closed) || (mutedUntil !== null && fill(moderation.muted, { time: timeText(mutedUntil) }));
  const status = hindrance || (hint ? hintText(hint, texts, moderation, connection === 'offline') : notice);
  const counts = {
    nickname: isNaming ? characterCount('nickname', draftName, texts, format) : '',
    text: characterCount('text', text, texts, format),
  };
  const count = counts.nickname || counts.text;
  /** A hint is read in the live region, and again as the error of its field. */
  const describe = (field: ComposerField, noteOfField: string, value: string) => {
    const hasHint = hint?.field === field;
    const errorId = hasHint ? hintId : isTooLong(field, value) ? countId : null;
    return {
      'aria-describedby': [noteOfField, hasHint ? hintId : count === counts[field] ? countId : ''].join(' ').trim(),
      ...(errorId && ({ 'aria-invalid': true, 'aria-errormessage': errorId } as const)),
    };
  };

  return (
    <form
      ref={form}
      id="composer"
      className={styles.composer}
      data-connection={connection}
      data-closed={!isOpen || undefined}
      onSubmit={onSubmit}
      noValidate
    >
      <div className={styles.fields}>
        {isNaming && (
          <NicknameField
            ref={nicknameField}
            initial={nickname}
            onWrite={writeNickname}
            onFocus={onFocus}
            onBlur={adoptName}
            {...describe('nickname', noteId, draftName)}
          />
        )}
        <div className={styles.row}>
          {!isNaming && <NicknameChip nickname={nickname} onChange={changeName} />}
          <input
            ref={textField}
            name="message"
            className={`${styles.field} ${styles.text}`}
            aria-label={texts.chat.message}
            {...describe('text', escapeId, text)}
            placeholder={isOpen ? texts.chat[connection] : moderation.closedField}
            aria-disabled={!canWrite || undefined}
            readOnly={!isOpen}
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
            onFocus={onFocus}
            onKeyDown={leaveOnEscape}
          />
          <SendButton
            isDisabled={submit === null || !canWrite || (isSlow && waitsUntil !== null)}
            waitsUntil={waitsUntil}
            waitMs={intervalMs}
          />
        </div>
      </div>
      <div className={styles.notes}>
        <p id={hintId} className={styles.hint} role="status" aria-live="polite">
          {/* Hidden here, as a live region would read the count on every key. */}
          {status ||
            (count && <span aria-hidden="true">{count}</span>) ||
            (isSlow && <SlowModeNote intervalMs={intervalMs} waitsUntil={waitsUntil} />)}
        </p>
        {isNaming && (
          <p id={noteId} className={styles.note}>
            {fill(texts.chat.nicknameNote, { count: limits.maxNicknameLength })}
          </p>
        )}
        <p id={escapeId} className={styles.escape}>
          {texts.chat.escape}
        </p>
        <a className={styles.rules} href="/chat-rules" target="_blank" rel="noopener">
          {moderation.rules}
        </a>
      </div>
      <span id={countId} className="visually-hidden">
        {count}
      </span>
    </form>
  );
});

/** What a guest cannot do in a state of the connection. */
function stateNotice(connection: Connection, { chat }: Texts): string | null {
  if (connection === 'following') return chat.watchOnly;
  return connection === 'blocked' ? chat.sendOnly : null;
}

/** Add-ons may have put fields of their own beside them. */
function hasFields(form: HTMLElement): boolean {
  return ['nickname', 'message'].every((name) => form.querySelector(`[name=${name}]`));
}

/** Outside the fields, the keys 1 to 5 vote. */
function leaveOnEscape({ key, currentTarget, nativeEvent }: KeyboardEvent<HTMLElement>): void {
  if (key === 'Escape' && !nativeEvent.isComposing) currentTarget.blur();
}
