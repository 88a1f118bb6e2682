'use client';

import { earlyScript } from './early-script';

/**
 * The script that runs before all others. Only the server creates its text: a server component would send it twice, in the
 * HTML and in the data for React. If React renders the page in the browser, the script has run.
 */
export function EarlyScriptTag({ nonce }: { nonce: string | undefined }) {
  return (
    // Browsers hide nonces from React, which would report a difference in development.
    <script nonce={nonce} suppressHydrationWarning>
      {/* Constant in each build, so browsers do not load the code that creates the text. */}
      {typeof window === 'undefined' ? earlyScript() : ''}
    </script>
  );
}
