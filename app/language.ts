/** The language of a request, the one chosen in the app, or the browser's first supported one, or English; and its region. */
import Negotiator from 'negotiator';
import { cookies, headers } from 'next/headers';
import { isLanguage, languageCookie, languages, type Language } from '../languages/language';
import { localeOf } from '../languages/locale';

/** Returns the language of the current request. */
export async function requestLanguage(): Promise<Language> {
  return languageOf((await cookies()).get(languageCookie)?.value, (await headers()).get('accept-language'));
}

/** Returns the locale of the current request, for numbers and dates in its language. */
export async function requestLocale(): Promise<string> {
  return localeOf(await requestLanguage(), tagsOf((await headers()).get('accept-language')).languages());
}

/**
 * Chooses a language.
 *
 * @param chosen value of the cookie, not validated
 * @param acceptLanguage the header: https://www.rfc-editor.org/rfc/rfc9110#field.accept-language
 */
export function languageOf(chosen: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  const preferred = tagsOf(acceptLanguage).language([...languages]);
  return isLanguage(preferred) ? preferred : 'en';
}

function tagsOf(acceptLanguage: string | null): Negotiator {
  return new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '' } });
}
