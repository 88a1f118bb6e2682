'use client';

/** The nickname, stored on this device; empty until there is a valid one. */
import { useState } from 'react';
import { limits } from '../../amplify/limits';
import { textProblem } from '../../live/chat-text';
import type { DeviceStore } from '../../live/device-store';

const key = 'matinee.nickname';

export function useNickname(storage: DeviceStore): [string, (nickname: string) => void] {
  const [nickname, setNickname] = useState(() => storedNickname(storage));
  return [
    nickname,
    (next) => {
      setNickname(next);
      storage.setItem(key, next);
    },
  ];
}

/** Other versions of this page and other apps write to the same storage. */
function storedNickname(storage: DeviceStore): string {
  const stored = storage.getItem(key) ?? '';
  return textProblem(stored, limits.maxNicknameLength) === null ? stored : '';
}
