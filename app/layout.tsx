import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { ThemeStyle } from '@aws-amplify/ui-react/server';
import { theme } from '../components/theme/theme';
import { displayFont, textFont } from './fonts';
import '../components/theme/base.css';

export const metadata: Metadata = {
  title: 'Matinee: a film every ten seconds',
  description: 'One film on every screen at the same moment. Vote, talk, and watch the house make up its mind.',
  applicationName: 'Matinee',
  manifest: '/manifest.webmanifest',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6ecdf' },
    { media: '(prefers-color-scheme: dark)', color: '#17111c' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" data-amplify-theme={theme.name} className={`${displayFont.variable} ${textFont.variable}`}>
      <body>
        <ThemeStyle theme={theme} {...(nonce && { nonce })} />
        {children}
      </body>
    </html>
  );
}
