'use client';

import type { ComponentProps, KeyboardEvent, Ref } from 'react';
import { limits } from '../../amplify/limits';
import { useLanguage } from '../language/language-context';
import { pasteLine } from './paste-line';
import styles from './composer.module.css';

/** A longer name stays in the field, so that its author sees by how much. */
export const maxNicknameFieldLength = limits.uncleanedLengthFactor * limits.maxNicknameLength;

interface NicknameFieldProps extends Pick<
  ComponentProps<'input'>,
  'aria-describedby' | 'aria-invalid' | 'aria-errormessage'
> {
  ref: Ref<HTMLInputElement>;
  initial: string;
  onWrite: (nickname: string) => void;
  onFocus: () => void;
  onBlur: () => void;
}

/**
 * The field for the nickname. React does not control its value, and would remove what a password manager fills in without
 * an event.
 */
export function NicknameField({ ref, initial, onWrite, onFocus, onBlur, ...validity }: NicknameFieldProps) {
  const { texts } = useLanguage();
  const onKeyDown = ({ key, currentTarget, nativeEvent }: KeyboardEvent<HTMLInputElement>) => {
    if (key !== 'Escape' || nativeEvent.isComposing) return;
    currentTarget.value = initial;
    onWrite(initial);
    currentTarget.blur();
  };
  return (
    <input
      ref={ref}
      name="nickname"
      className={`${styles.field} ${styles.nickname}`}
      aria-label={texts.chat.nickname}
      {...validity}
      placeholder={texts.chat.nicknameHint}
      autoComplete="nickname"
      maxLength={maxNicknameFieldLength}
      defaultValue={initial}
      onPaste={(event) => {
        const pasted = pasteLine(event, maxNicknameFieldLength);
        if (pasted !== null) onWrite(pasted);
      }}
      onChange={(event) => onWrite(event.target.value)}
      onFocus={onFocus}
      onBlur={onBlur}
      onKeyDown={onKeyDown}
    />
  );
}
