'use client';

import { useEffect } from 'react';
import { useLanguage } from '../language/language-context';
import { pageTitle } from './page-title';
import { usePhase, useServerNow, useShow } from './show-context';

/** Updates the document title with the current movie. The server renders the first title. */
export function DocumentTitle() {
  const { texts } = useLanguage();
  const round = useShow((state) => state.round);
  const phase = usePhase();
  const now = useServerNow();

  useEffect(() => {
    document.title = pageTitle(texts, round, now());
  }, [texts, round, phase, now]);

  return null;
}
