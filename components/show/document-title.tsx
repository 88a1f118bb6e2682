'use client';

import { useEffect } from 'react';
import { useLanguage } from '../language/language-context';
import { pageTitle } from './page-title';
import { usePhase, useServerNow, useShow } from './show-context';

/** Updates the document title with the current movie. The server renders the first title. */
export function DocumentTitle() {
  const { texts, format } = useLanguage();
  const round = useShow((state) => state.round);
  const controls = useShow((state) => state.controls);
  const phase = usePhase();
  const now = useServerNow();

  useEffect(() => {
    document.title = pageTitle(texts, format, { round, controls }, now());
  }, [texts, format, round, controls, phase, now]);

  return null;
}
