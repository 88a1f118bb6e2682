'use client';

import { useMemo } from 'react';
import { createTimeText } from '../../languages/time-text';
import { useLanguage } from './language-context';

/** Returns a function that writes a time in epoch milliseconds. */
export function useTimeText(): (epochMs: number) => string {
  const { locale } = useLanguage();
  return useMemo(() => createTimeText(locale), [locale]);
}
