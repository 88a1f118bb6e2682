/** The attributes of the `html` element, besides its language. */
import type { ComponentProps } from 'react';
import { themeName } from '../components/theme/theme-name';
import { directionOf, type Language } from '../languages/language';
import { displayFont, textFont } from './fonts';

/** Returns the attributes of a page in a language. */
export function htmlAttributes(language: Language): ComponentProps<'html'> & { 'data-amplify-theme': string } {
  return {
    dir: directionOf(language),
    'data-amplify-theme': themeName,
    className: `${displayFont.variable} ${textFont.variable}`,
  };
}
