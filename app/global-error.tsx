'use client';

import { useState } from 'react';
import { ThemeStyle } from '@aws-amplify/ui-react/server';
import { ErrorPage, languageOfDocument } from '../components/recovery/error-page';
import { theme } from '../components/theme/theme';
import { directionOf } from '../languages/language';
import { displayFont, textFont } from './fonts';
import '../components/theme/base.css';

/** Next.js renders this in place of the layout and its page if the layout has failed, or `error.tsx`. */
export default function GlobalError() {
  const [language] = useState(languageOfDocument);
  // Only scripts can read it: browsers hide the attribute.
  const [nonce] = useState(() => document.querySelector<HTMLElement>('script[nonce], style[nonce]')?.nonce);
  return (
    <html
      lang={language}
      dir={directionOf(language)}
      data-amplify-theme={theme.name}
      className={`${displayFont.variable} ${textFont.variable}`}
    >
      <body>
        <ThemeStyle theme={theme} {...(nonce && { nonce })} />
        <ErrorPage />
      </body>
    </html>
  );
}
