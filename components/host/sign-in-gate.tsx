'use client';

/** Shows the sign-in until an operator has signed in, and the console after it. */
import { Authenticator } from '@aws-amplify/ui-react';
import { I18n } from 'aws-amplify/utils';
import { useEffect, useMemo, useState } from 'react';
import { openHostBackend, type Account, type HostBackend } from '../../live/host-backend';
import type { Outputs } from '../../live/amplify-config';
import { schedule } from '../../live/schedule';
import { useLanguage } from '../language/language-context';
import { LanguageSwitch } from '../language/language-switch';
import { Wordmark } from '../layout/wordmark';
import { lazyComponent } from '../recovery/lazy-component';
import { Button } from './button';
import { useHostTexts } from './host-texts';
import styles from './sign-in.module.css';
import { SetUpAppHeader } from './set-up-app-header';
import { signInVocabulary } from './sign-in-vocabulary';

/** Nobody loads it who has not signed in. */
const Console = lazyComponent(() => import('./console').then((module) => module.Console));

/** Time between two attempts to read who is signed in, in milliseconds. */
const retryMs = 3000;

interface SignInGateProps {
  outputs: Outputs;
  dashboardUrl?: string | undefined;
  /** Opens the backend. */
  open?: (outputs: Outputs) => HostBackend;
}

export function SignInGate({ outputs, dashboardUrl, open = openHostBackend }: SignInGateProps) {
  const texts = useHostTexts();
  const { language } = useLanguage();
  const backend = useMemo(() => open(outputs), [open, outputs]);
  const [isSignedIn, setIsSignedIn] = useState(false);

  // The fields of the forms keep their first texts, so other texts need new forms. The console follows by itself.
  const [forms, setForms] = useState({ texts, id: 0 });
  if (!isSignedIn && forms.texts !== texts) setForms({ texts, id: forms.id + 1 });

  // Amplify's forms read their texts while they render.
  const vocabulary = useMemo(() => signInVocabulary(texts.signIn), [texts]);
  useMemo(() => {
    I18n.setLanguage(language);
    I18n.putVocabulariesForLanguage(language, vocabulary);
  }, [language, vocabulary]);

  return (
    <Authenticator
      key={forms.id}
      className={styles.signIn}
      hideSignUp
      loginMechanisms={['email']}
      components={{
        Header: SignInHeader,
        Footer: SignInFooter,
        // Only administrators recover accounts.
        SignIn: { Footer: () => null },
        SetupTotp: { Header: SetUpAppHeader },
      }}
      formFields={{
        signIn: {
          username: { autocomplete: 'username', isRequired: true },
          password: { autocomplete: 'current-password', isRequired: true },
        },
        forceNewPassword: {
          password: { label: texts.signIn.newPassword, placeholder: texts.signIn.newPassword, isRequired: true },
          confirm_password: { label: texts.signIn.confirmPassword, isRequired: true },
        },
        setupTotp: {
          QR: { totpIssuer: 'Matinee' },
          confirmation_code: {
            placeholder: texts.signIn.code,
            autocomplete: 'one-time-code',
            label: texts.signIn.code,
            isRequired: true,
          },
        },
      }}
    >
      {({ signOut }) => (
        <SignedIn
          backend={backend}
          dashboardUrl={dashboardUrl}
          signOut={() => signOut?.()}
          onSignedIn={setIsSignedIn}
        />
      )}
    </Authenticator>
  );
}

function SignInHeader() {
  const { signIn } = useHostTexts();
  return (
    <div className={styles.header}>
      <Wordmark />
      <h1>{signIn.heading}</h1>
      <p>{signIn.introduction}</p>
    </div>
  );
}

function SignInFooter() {
  const { signIn } = useHostTexts();
  return (
    <div className={styles.footer}>
      {/* The client router, and with it the link component, is not used. */}
      {/* eslint-disable-next-line @next/next/no-html-link-for-pages */}
      <a href="/">{signIn.toTheShow}</a>
      <LanguageSwitch />
    </div>
  );
}

interface SignedInProps {
  backend: HostBackend;
  dashboardUrl?: string | undefined;
  signOut: () => void;
  /** Called with false when the operator has signed out. */
  onSignedIn: (isSignedIn: boolean) => void;
}

function SignedIn({ backend, dashboardUrl, signOut, onSignedIn }: SignedInProps) {
  const { page } = useHostTexts();
  const [account, setAccount] = useState<Account | null>(null);
  /** The backend has refused an account whose token names the group. */
  const [isRefused, setIsRefused] = useState(false);

  useEffect(() => {
    onSignedIn(true);
    return () => onSignedIn(false);
  }, [onSignedIn]);

  useEffect(() => {
    let isCurrent = true;
    let cancelRetry: (() => void) | undefined;
    const ask = () =>
      void backend.account().then(
        (known) => {
          if (!isCurrent) return;
          if (known) setAccount(known);
          else signOut();
        },
        () => {
          // Without a network, nobody knows whether the tokens are still valid.
          if (isCurrent) cancelRetry = schedule(retryMs, ask);
        },
      );
    ask();
    return () => {
      isCurrent = false;
      cancelRetry?.();
    };
  }, [backend, signOut]);

  if (account === null) return <p role="status">{page.loading}</p>;
  if (!account.isOperator || isRefused) return <NotAnOperator signOut={signOut} />;
  return (
    <Console
      backend={backend}
      account={account}
      dashboardUrl={dashboardUrl}
      signOut={signOut}
      onRefused={() => setIsRefused(true)}
    />
  );
}

function NotAnOperator({ signOut }: { signOut: () => void }) {
  const { page } = useHostTexts();
  return (
    <main className={styles.refusal}>
      <Wordmark />
      <h1>{page.notOperator}</h1>
      <p>{page.notOperatorDetail}</p>
      <Button onClick={signOut}>{page.signOut}</Button>
    </main>
  );
}
