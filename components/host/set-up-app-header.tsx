'use client';

import { useHostTexts } from './host-texts';

/** What to do with the QR code and the key, which Amplify shows without a word. */
export function SetUpAppHeader() {
  const { signIn } = useHostTexts();
  return (
    <>
      <h2>{signIn.setUpApp}</h2>
      <p>{signIn.setUpAppDetail}</p>
    </>
  );
}
