'use client';

/** The texts of the host's page, in the language of the page. */
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { hostDictionaries } from '../../languages/host/dictionaries';
import type { HostTexts } from '../../languages/host/texts';
import type { Language } from '../../languages/language';
import { useLanguage } from '../language/language-context';

const HostTextsContext = createContext<HostTexts | null>(null);

interface HostTextsProviderProps {
  /** The language that the server rendered the page in, with its texts. */
  language: Language;
  texts: HostTexts;
  children: ReactNode;
}

/** Follows the language of the page. */
export function HostTextsProvider({ language: firstLanguage, texts, children }: HostTextsProviderProps) {
  const { language } = useLanguage();
  const [loaded, setLoaded] = useState({ language: firstLanguage, texts });

  useEffect(() => {
    if (language === loaded.language) return;
    let isCurrent = true;
    hostDictionaries[language]().then(
      (chosen) => isCurrent && setLoaded({ language, texts: chosen }),
      // Without a network, the page keeps its texts.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [language, loaded.language]);

  return <HostTextsContext value={loaded.texts}>{children}</HostTextsContext>;
}

/** The texts of the host's page. */
export function useHostTexts(): HostTexts {
  const texts = useContext(HostTextsContext);
  if (texts === null) throw new Error('This component belongs inside a HostTextsProvider.');
  return texts;
}
