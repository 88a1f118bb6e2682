'use client';

import { useMemo } from 'react';
import { localeOf } from '../../languages/locale';
import { useLanguage } from '../language/language-context';

/** Returns a function that writes a time of the day. */
export function useTimeText(): (epochMs: number) => string {
  const { language } = useLanguage();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(localeOf(language, navigator.languages), { timeStyle: 'short' });
    return (epochMs) => format.format(epochMs);
  }, [language]);
}
