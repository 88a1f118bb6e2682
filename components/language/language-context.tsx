'use client';

/** The language of this page: its texts, and its format of numbers and dates. */
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { dictionaries } from '../../languages/dictionaries';
import { createFormatter, type Formatter } from '../../languages/formatter';
import { directionOf, languageCookie, type Language } from '../../languages/language';
import { localeOf } from '../../languages/locale';
import type { Texts } from '../../languages/texts';

interface LanguageValue {
  language: Language;
  /** The language with a region. */
  locale: string;
  texts: Texts;
  format: Formatter;
  /** Loads another language and stores the choice in a cookie. If the texts cannot be loaded, nothing changes. */
  choose: (language: Language) => Promise<void>;
}

const LanguageContext = createContext<LanguageValue | null>(null);

interface LanguageProviderProps {
  /** The language that the server rendered the page in. */
  language: Language;
  /** The language with a region, for numbers and dates. */
  locale: string;
  texts: Texts;
  children: ReactNode;
}

const yearInSeconds = 365 * 24 * 3600;

export function LanguageProvider({ language, locale, texts, children }: LanguageProviderProps) {
  const [current, setCurrent] = useState({ language, locale, texts });
  const latestChoice = useRef<symbol>(undefined);

  useEffect(() => {
    document.documentElement.lang = current.language;
    document.documentElement.dir = directionOf(current.language);
  }, [current]);

  const choose = useCallback(async (chosen: Language) => {
    const choice = Symbol(chosen);
    latestChoice.current = choice;
    let chosenTexts: Texts;
    try {
      chosenTexts = await dictionaries[chosen]();
    } catch {
      // Without a network, the page keeps its language, and the list shows it.
      return;
    }
    // An import that takes longer than that of a later choice is ignored.
    if (latestChoice.current !== choice) return;
    document.cookie = `${languageCookie}=${chosen}; path=/; max-age=${yearInSeconds}; samesite=lax`;
    setCurrent({ language: chosen, locale: localeOf(chosen, navigator.languages), texts: chosenTexts });
  }, []);

  const value = useMemo(
    () => ({ ...current, format: createFormatter(current.language, current.locale), choose }),
    [current, choose],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error('This component belongs inside a LanguageProvider.');
  return value;
}
