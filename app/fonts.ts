/** The two font families, which the app serves itself. */
import localFont from 'next/font/local';

/** For movie titles, numbers and the wordmark. */
export const displayFont = localFont({
  src: '../node_modules/@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2',
  variable: '--font-display',
  weight: '100 900',
  display: 'swap',
  adjustFontFallback: 'Times New Roman',
});

/** For all other text. */
export const textFont = localFont({
  src: '../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2',
  variable: '--font-text',
  weight: '400 700',
  display: 'swap',
  adjustFontFallback: 'Arial',
});
