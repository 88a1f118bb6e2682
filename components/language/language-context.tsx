'use client';

/** The language of this page: its texts, and how it writes numbers and dates. */
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { dictionaries } from '../../languages/dictionaries';
import { createFormatter, type Formatter } from '../../languages/formatter';
import { directionOf, languageCookie, type Language } from '../../languages/language';
import type { Texts } from '../../languages/texts';

interface LanguageValue {
  language: Language;
  texts: Texts;
  format: Formatter;
  /** Loads another language, and keeps the choice on this device; where it cannot be loaded, nothing changes. */
  choose: (language: Language) => Promise<void>;
}

const LanguageContext = createContext<LanguageValue | null>(null);

interface LanguageProviderProps {
  /** What the server rendered the page in. */
  language: Language;
  texts: Texts;
  children: ReactNode;
}

const yearInSeconds = 365 * 24 * 3600;

export function LanguageProvider({ language, texts, children }: LanguageProviderProps) {
  const [spoken, setSpoken] = useState({ language, texts });

  useEffect(() => {
    document.documentElement.lang = spoken.language;
    document.documentElement.dir = directionOf(spoken.language);
  }, [spoken]);

  const value = useMemo(
    () => ({
      ...spoken,
      format: createFormatter(spoken.language),
      choose: async (chosen: Language) => {
        let chosenTexts: Texts;
        try {
          chosenTexts = await dictionaries[chosen]();
        } catch {
          // Without a network they do not come: the page speaks on as it did, and the list shows it.
          return;
        }
        document.cookie = `${languageCookie}=${chosen}; path=/; max-age=${yearInSeconds}; samesite=lax`;
        setSpoken({ language: chosen, texts: chosenTexts });
      },
    }),
    [spoken],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
  const value = useContext(LanguageContext);
  if (value === null) throw new Error('This component belongs inside a LanguageProvider.');
  return value;
}
