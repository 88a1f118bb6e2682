/** The language of a request: the one chosen in the app, or the browser's first supported one, or English. */
import Negotiator from 'negotiator';
import { cookies, headers } from 'next/headers';
import { isLanguage, languageCookie, languages, type Language } from '../languages/language';

/** Returns the language of the current request. */
export async function requestLanguage(): Promise<Language> {
  return languageOf((await cookies()).get(languageCookie)?.value, (await headers()).get('accept-language'));
}

/**
 * Chooses a language.
 *
 * @param chosen value of the cookie, not validated
 * @param acceptLanguage the header: https://www.rfc-editor.org/rfc/rfc9110#field.accept-language
 */
export function languageOf(chosen: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  const preferred = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '' } }).language([...languages]);
  return isLanguage(preferred) ? preferred : 'en';
}
