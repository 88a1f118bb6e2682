import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../components/language/language-context';
import { LoadNotice } from '../components/recovery/load-notice';
import { dictionaries } from '../languages/dictionaries';
import { EarlyScriptTag } from './early-script-tag';
import { htmlAttributes } from './html-attributes';
import { requestLanguage, requestLocale } from './language';
import { originOf } from './origin';
import { ThemeStyleTag } from './theme-style-tag';
import '../components/theme/base.css';

export async function generateMetadata(): Promise<Metadata> {
  const { page } = await dictionaries[await requestLanguage()]();
  return {
    metadataBase: originOf(await headers()),
    title: 'Matinee',
    description: page.description,
    applicationName: 'Matinee',
    appleWebApp: { title: 'Matinee', statusBarStyle: 'default' },
    openGraph: { type: 'website', siteName: 'Matinee', url: '/' },
    twitter: { card: 'summary_large_image' },
  };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  // The page ends above an on-screen keyboard. iOS ignores this: see `on-screen-keyboard.ts`.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6ecdf' },
    { media: '(prefers-color-scheme: dark)', color: '#17111c' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const language = await requestLanguage();
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang={language} {...htmlAttributes(language)}>
      <body>
        <EarlyScriptTag nonce={nonce} />
        <ThemeStyleTag nonce={nonce} />
        <LoadNotice language={language} />
        <LanguageProvider language={language} locale={await requestLocale()} texts={await dictionaries[language]()}>
          {children}
        </LanguageProvider>
      </body>
    </html>
  );
}
