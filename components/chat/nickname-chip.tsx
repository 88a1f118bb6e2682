'use client';

import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import { keepFocus } from './keep-focus';
import styles from './nickname-chip.module.css';

interface NicknameChipProps {
  nickname: string;
  onChange: () => void;
}

/** The name under which a guest writes, and the button to change it. */
export function NicknameChip({ nickname, onChange }: NicknameChipProps) {
  const { texts } = useLanguage();
  return (
    <button
      type="button"
      name="nickname"
      className={styles.chip}
      aria-label={fill(texts.chat.changeNickname, { name: nickname })}
      title={fill(texts.chat.changeNickname, { name: nickname })}
      onMouseDown={keepFocus}
      onClick={onChange}
    >
      <bdi>{nickname}</bdi>
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <path d="M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z M13.5 7l3.5 3.5" />
      </svg>
    </button>
  );
}
