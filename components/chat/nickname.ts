'use client';

/** The nickname, stored on this device. */
import { useState } from 'react';
import type { DeviceStore } from '../../live/device-store';

const key = 'matinee.nickname';

export function useNickname(storage: DeviceStore): [string, (nickname: string) => void] {
  const [nickname, setNickname] = useState(() => storage.getItem(key) ?? '');
  return [
    nickname,
    (next) => {
      setNickname(next);
      storage.setItem(key, next);
    },
  ];
}
