/** The web app manifest: https://developer.mozilla.org/docs/Web/Progressive_web_apps/Manifest */
import type { MetadataRoute } from 'next';
import { en } from '../languages/en';

/** In English for all languages: browsers fetch it without cookies and cache it. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Matinee',
    short_name: 'Matinee',
    description: en.page.description,
    lang: 'en',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#17111c',
    theme_color: '#17111c',
    categories: ['entertainment'],
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
