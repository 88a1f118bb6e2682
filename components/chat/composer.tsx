'use client';

import { useCallback, useId, useRef, useState, type ClipboardEvent, type FormEvent, type KeyboardEvent } from 'react';
import { limits } from '../../amplify/limits';
import type { Formatter } from '../../languages/formatter';
import { fill, type Texts } from '../../languages/texts';
import { isRefusal } from '../../live/backend-error';
import { toOneLine, textProblem, textLength, type TextProblem } from '../../live/chat-text';
import type { DeviceStore } from '../../live/device-store';
import type { Outgoing } from '../../live/outbox';
import type { Connection } from '../../live/show-reducer';
import { useLanguage } from '../language/language-context';
import styles from './composer.module.css';
import { useNickname } from './nickname';
import { SendButton } from './send-button';
import { useOutbox } from './use-outbox';

/** How many characters before the limit the count of them is shown. */
const nearLimit = 40;

/** Who pastes more than the limit sees how much is too much; who pastes a book does not make the field slow. */
const maxTyped = 4 * limits.maxTextLength;

type Hint = 'nameMissing' | 'messageMissing' | 'unfit' | 'invisible' | 'invalid' | 'slowDown' | 'failed';

interface ComposerProps {
  /** Null until the browser has taken over. */
  say: ((nickname: string, text: string) => Promise<void>) | null;
  connection: Connection;
  storage: DeviceStore;
}

export function Composer({ say, connection, storage }: ComposerProps) {
  const { texts, format } = useLanguage();
  const [nickname, setNickname] = useNickname(storage);
  const [text, setText] = useState('');
  const [hint, setHint] = useState<Hint | null>(null);
  const nicknameField = useRef<HTMLInputElement>(null);
  const textField = useRef<HTMLInputElement>(null);
  const escapeId = useId();

  const giveBack = useCallback((messages: Outgoing[], error: unknown) => {
    setHint(hintFor(error));
    setText((newer) => [...messages.map((message) => message.text), newer].filter(Boolean).join(' '));
  }, []);
  const { submit, held, waitsUntil } = useOutbox(say, giveBack);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (submit === null) return;
    const [name, words] = [nickname.trim(), text.trim()];
    const nameFault = textProblem(name, limits.maxNicknameLength);
    const fault = nameFault ?? textProblem(words, limits.maxTextLength);
    (nameFault ? nicknameField : textField).current?.focus();
    if (fault !== null) {
      setHint(fault === 'empty' ? (nameFault ? 'nameMissing' : 'messageMissing') : hintOf[fault]);
      return;
    }
    const isTaken = submit({ nickname: name, text: words });
    setHint(isTaken ? null : 'slowDown');
    // At once: whoever goes on writing, or goes elsewhere, while the message travels is not disturbed when it arrives.
    if (isTaken) setText('');
  };

  const write = (next: string) => {
    setText(next);
    setHint(null);
  };

  /** A field of one line drops line breaks, and so joins the words around them. */
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    const line = toOneLine(pasted);
    if (line === pasted) return;
    event.preventDefault();
    const field = event.currentTarget;
    field.setRangeText(line.slice(0, maxTyped), field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
    write(field.value);
  };

  const status =
    textOf(hint, texts, connection === 'offline') || (held > 0 && texts.chat.held) || countText(text, texts, format);
  return (
    <form className={styles.composer} data-connection={connection} onSubmit={send} onKeyDown={leaveOnEscape} noValidate>
      <div className={styles.fields}>
        <input
          ref={nicknameField}
          className={styles.field}
          aria-label={texts.chat.nickname}
          placeholder={texts.chat.nicknameHint}
          autoComplete="nickname"
          dir={nickname === '' ? undefined : 'auto'}
          maxLength={limits.maxNicknameLength}
          value={nickname}
          onChange={(event) => {
            setNickname(event.target.value);
            setHint(null);
          }}
        />
        <input
          ref={textField}
          className={`${styles.field} ${styles.text}`}
          aria-label={texts.chat.message}
          placeholder={texts.chat[connection]}
          autoComplete="off"
          dir={text === '' ? undefined : 'auto'}
          enterKeyHint="send"
          aria-describedby={escapeId}
          maxLength={maxTyped}
          value={text}
          onPaste={paste}
          onChange={(event) => write(event.target.value)}
        />
        <SendButton isDisabled={submit === null} waitsUntil={waitsUntil} />
      </div>
      <div className={styles.notes}>
        <p className={styles.hint} role="status">
          {status}
        </p>
        <p id={escapeId} className={styles.escape}>
          {texts.chat.escape}
        </p>
      </div>
    </form>
  );
}

const hintOf = { tooLong: 'invalid', unfit: 'unfit', invisible: 'invisible' } satisfies Record<
  Exclude<TextProblem, 'empty'>,
  Hint
>;

function hintFor(error: unknown): Hint {
  if (isRefusal(error, 'SlowDown')) return 'slowDown';
  return isRefusal(error, 'InvalidMessage') ? 'invalid' : 'failed';
}

function textOf(hint: Hint | null, { chat }: Texts, isOffline: boolean): string {
  if (hint === null) return '';
  if (hint === 'failed') return isOffline ? chat.failedOffline : chat.failed;
  return fill(chat[hint], { text: limits.maxTextLength, name: limits.maxNicknameLength });
}

function countText(text: string, { chat }: Texts, format: Formatter): string {
  const left = limits.maxTextLength - textLength(text);
  if (left > nearLimit) return '';
  return left < 0 ? format.count(chat.charactersOver, -left) : format.count(chat.charactersLeft, left);
}

/** Out of the fields, the keys 1 to 5 vote. */
function leaveOnEscape({ key, target, nativeEvent }: KeyboardEvent): void {
  if (key === 'Escape' && !nativeEvent.isComposing && target instanceof HTMLElement) target.blur();
}
