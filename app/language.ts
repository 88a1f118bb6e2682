/** Which language a request gets: the one chosen by hand, else the browser's first that Matinee speaks, else English. */
import Negotiator from 'negotiator';
import { cookies, headers } from 'next/headers';
import { isLanguage, languageCookie, languages, type Language } from '../languages/language';

export async function requestLanguage(): Promise<Language> {
  return languageOf((await cookies()).get(languageCookie)?.value, (await headers()).get('accept-language'));
}

/**
 * @param chosen value of the cookie, whatever it holds
 * @param acceptLanguage the header: https://www.rfc-editor.org/rfc/rfc9110#field.accept-language
 */
export function languageOf(chosen: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(chosen)) return chosen;
  const preferred = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? '' } }).language([...languages]);
  return isLanguage(preferred) ? preferred : 'en';
}
