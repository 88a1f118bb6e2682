'use client';

import { themeCss } from '../components/theme/theme';
import { themeName } from '../components/theme/theme-name';

const id = `amplify-theme-${themeName}`;

/**
 * Only the server creates the text, as in `early-script-tag.tsx`. Browsers read it from the page, so that the theme also
 * survives if React renders the whole page anew.
 */
const css = typeof window === 'undefined' ? themeCss() : (document.getElementById(id)?.textContent ?? '');

/** The theme, as `ThemeStyle` of Amplify UI writes it. A server component would send it twice: it is 6 KB. */
export function ThemeStyleTag({ nonce }: { nonce: string | undefined }) {
  return (
    // Browsers hide nonces from React, which would report a difference in development.
    <style id={id} nonce={nonce} suppressHydrationWarning>
      {css}
    </style>
  );
}
