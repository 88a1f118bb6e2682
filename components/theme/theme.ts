/**
 * The design tokens, as an Amplify UI theme: https://ui.docs.amplify.aws/react/theming
 * Warm paper and red in light mode, plum and yellow in dark mode.
 */
import { createTheme } from '@aws-amplify/ui-react/server';
import { themeName } from './theme-name';
import { categories, type Category } from '../../amplify/show';

type VoteColors = Record<Category, { value: string }>;

const light = {
  background: {
    primary: { value: '#f6ecdf' },
    secondary: { value: '#fffaf3' },
    tertiary: { value: '#efe1cf' },
  },
  font: {
    primary: { value: '#2b1a22' },
    secondary: { value: '#5f4750' },
    tertiary: { value: '#755d65' },
    interactive: { value: '#9a2740' },
    inverse: { value: '#fff8ee' },
    error: { value: '#a3162f' },
  },
  border: {
    primary: { value: '#2b1a2238' },
    secondary: { value: '#2b1a221f' },
    focus: { value: '#9a2740' },
    error: { value: '#a3162f' },
  },
  accent: { value: '#c47a12' },
  status: { live: { value: '#1c8a5c' }, wait: { value: '#c47a12' }, off: { value: '#c22a46' } },
  vote: {
    love: { value: '#b92641' },
    like: { value: '#985300' },
    meh: { value: '#685f67' },
    unknown: { value: '#4b5cb8' },
    hate: { value: '#156d60' },
  } satisfies VoteColors,
  /** Of people in the chat. A name in the color of a vote would read as one. */
  name: {
    violet: { value: '#5f1c93' },
    orchid: { value: '#a20f9d' },
    green: { value: '#13640b' },
    olive: { value: '#4f5106' },
    sky: { value: '#03527b' },
  },
};

const dark = {
  background: {
    primary: { value: '#17111c' },
    secondary: { value: '#221a29' },
    tertiary: { value: '#2f2437' },
  },
  font: {
    primary: { value: '#f8eee0' },
    secondary: { value: '#c2b1b4' },
    tertiary: { value: '#a4929a' },
    interactive: { value: '#f5b957' },
    inverse: { value: '#24150a' },
    error: { value: '#ff9a9f' },
  },
  border: {
    primary: { value: '#f8eee038' },
    secondary: { value: '#f8eee01c' },
    focus: { value: '#f5b957' },
    error: { value: '#ff9a9f' },
  },
  accent: { value: '#f5b957' },
  status: { live: { value: '#6fd39a' }, wait: { value: '#f5b957' }, off: { value: '#ff7387' } },
  vote: {
    love: { value: '#ff7387' },
    like: { value: '#ffb65c' },
    meh: { value: '#d5c3ab' },
    unknown: { value: '#a3b1ff' },
    hate: { value: '#63c7b6' },
  } satisfies VoteColors,
  name: {
    violet: { value: '#c284f5' },
    orchid: { value: '#fd9cf5' },
    green: { value: '#5bce58' },
    olive: { value: '#c7ce3e' },
    sky: { value: '#7dd0fa' },
  },
};

export const palettes = { light, dark };

/** Amplify's own tokens, which the pages do not use, would add 150 KB to every page. */
const unusedToken =
  /^ *--amplify-(?!colors-(?:accent|background|border|font|name|status|vote)\b|fonts-|radii-).*;$\n/gm;

/** Returns the style sheet of the theme. */
export function themeCss(): string {
  // More contrast: 7:1 for all text, https://www.w3.org/TR/WCAG22/#contrast-enhanced, and visible borders.
  const contrast = {
    font: { secondary: { value: '{colors.font.primary}' }, tertiary: { value: '{colors.font.primary}' } },
    border: { primary: { value: '{colors.font.primary}' }, secondary: { value: '{colors.font.primary}' } },
    vote: { love: { value: '#ff9dac' } } satisfies Partial<VoteColors>,
    name: Object.fromEntries(Object.keys(light.name).map((name) => [name, { value: '{colors.font.primary}' }])),
  };
  const lightContrast = {
    ...contrast,
    font: { ...contrast.font, interactive: { value: '#7d1730' }, error: { value: '#85001f' } },
    vote: {
      love: { value: '#8f1230' },
      like: { value: '#6e3b00' },
      meh: { value: '#4b444a' },
      unknown: { value: '#33418f' },
      hate: { value: '#0b5047' },
    } satisfies VoteColors,
  };

  const complete = createTheme({
    name: themeName,
    tokens: {
      colors: light,
      fonts: {
        default: {
          static: { value: 'var(--font-text), system-ui, sans-serif' },
          variable: { value: 'var(--font-text), system-ui, sans-serif' },
        },
        display: { value: 'var(--font-display), Georgia, serif' },
      },
      radii: { small: { value: '0.5rem' }, medium: { value: '0.75rem' }, large: { value: '1rem' } },
    },
    overrides: [
      { mediaQuery: 'prefers-color-scheme: dark', tokens: { colors: dark } },
      { mediaQuery: 'prefers-contrast: more', tokens: { colors: contrast } },
      { mediaQuery: 'prefers-contrast: more) and (prefers-color-scheme: light', tokens: { colors: lightContrast } },
    ],
  });

  // Elements of a category have its color in a variable.
  const categoryColors = categories
    .map((category) => `[data-category='${category}'] { --color: var(--amplify-colors-vote-${category}); }\n`)
    .join('');
  return complete.cssText.replace(unusedToken, '') + categoryColors;
}
