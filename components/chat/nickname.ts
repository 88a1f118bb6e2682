'use client';

/** The nickname, kept on this device. */
import { useState } from 'react';

const key = 'matinee.nickname';

export function useNickname(): [string, (nickname: string) => void] {
  const [nickname, setNickname] = useState(() => stored() ?? '');
  return [
    nickname,
    (next) => {
      setNickname(next);
      keep(next);
    },
  ];
}

/** Browsers that forbid storage throw; then the name lasts as long as the page. */
function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(nickname: string): void {
  try {
    localStorage.setItem(key, nickname);
  } catch {
    // See above.
  }
}
