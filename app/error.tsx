'use client';

/** Next.js renders this in place of a page that has failed: https://nextjs.org/docs/app/api-reference/file-conventions/error */
export { ErrorPage as default } from '../components/recovery/error-page';
