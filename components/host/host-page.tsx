'use client';

import type { HostTexts } from '../../languages/host/texts';
import type { Language } from '../../languages/language';
import type { Outputs } from '../../live/amplify-config';
import { lazyComponent } from '../recovery/lazy-component';
import { HostTextsProvider, useHostTexts } from './host-texts';
import styles from './host-page.module.css';

/** The form for signing in is not on the pages of the audience, and the server cannot render it. */
const SignInGate = lazyComponent(
  () => import('./sign-in-gate').then((module) => module.SignInGate),
  () => <Loading />,
);

function Loading() {
  return (
    <p className={styles.loading} role="status">
      {useHostTexts().page.loading}
    </p>
  );
}

interface HostPageProps {
  outputs: Outputs;
  /** The dashboard of the backend, if it has one. */
  dashboardUrl?: string | undefined;
  language: Language;
  texts: HostTexts;
}

/** The page where operators run the show. */
export function HostPage({ outputs, dashboardUrl, language, texts }: HostPageProps) {
  return (
    <HostTextsProvider language={language} texts={texts}>
      <SignInGate outputs={outputs} dashboardUrl={dashboardUrl} />
    </HostTextsProvider>
  );
}
