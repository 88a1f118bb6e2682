'use client';

import { useEffect } from 'react';
import { failureTexts } from '../../languages/failure';
import { useLanguage } from '../language/language-context';
import { reloadWhenPossible } from '../recovery/reload';
import { ChatFrame } from './chat-frame';
import styles from './chat-loading.module.css';

interface ChatLoadingProps {
  failures: number;
  isGone: boolean;
}

/** Replaces the chat until it is loaded. After a deployment, its file may be gone, and only a new page has another. */
export function ChatLoading({ failures, isGone }: ChatLoadingProps) {
  const { language, texts } = useLanguage();
  useEffect(() => (isGone ? reloadWhenPossible(0) : undefined), [isGone]);
  return (
    <ChatFrame>
      {failures > 0 && (
        <div className={styles.notice} role="status">
          <p>{isGone ? texts.chat.outdated : texts.chat.notLoaded}</p>
          <button type="button" onClick={() => location.reload()}>
            {failureTexts[language].reload}
          </button>
        </div>
      )}
    </ChatFrame>
  );
}
