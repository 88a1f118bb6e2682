'use client';

import { useState } from 'react';
import { ErrorPage, languageOfDocument } from '../components/recovery/error-page';
import { htmlAttributes } from './html-attributes';
import '../components/theme/base.css';

/** Next.js renders this in place of the layout and its page if the layout has failed, or `error.tsx`. */
export default function GlobalError() {
  const [language] = useState(languageOfDocument);
  // The one that the layout has rendered. The code that creates it would be part of the first load of every page.
  const [theme] = useState(() => document.querySelector<HTMLElement>('style[id^="amplify-theme-"]'));
  return (
    <html lang={language} {...htmlAttributes(language)}>
      <body>
        {/* Only scripts can read the nonce: browsers hide the attribute. */}
        {theme && <style nonce={theme.nonce}>{theme.textContent}</style>}
        <ErrorPage />
      </body>
    </html>
  );
}
