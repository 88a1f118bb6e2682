import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { en } from '../../languages/en';
import { hostEn } from '../../languages/host/en';
import { hostEs } from '../../languages/host/es';
import { languageCookie } from '../../languages/language';
import type { Outputs } from '../../live/amplify-config';
import { visitStore } from '../../live/device-store';
import { FakeHostBackend } from '../../live/fake-host-backend.fixture';
import { configureSignIn } from '../../live/operator';
import { LanguageProvider } from '../language/language-context';
import { openRound } from '../show/show.fixture';
import { HostTextsProvider } from './host-texts';
import { SignInGate } from './sign-in-gate';

const outputs: Outputs = {
  version: '1.4',
  auth: {
    aws_region: 'us-east-1',
    user_pool_id: 'us-east-1_pool',
    user_pool_client_id: 'client',
    identity_pool_id: 'us-east-1:11111111-2222-4333-8444-555555555555',
  },
};

/** A token whose signature only a server would verify. */
const token = (claims: object) =>
  [{ alg: 'RS256' }, claims, 'signature'].map((part) => btoa(JSON.stringify(part)).replace(/=+$/, '')).join('.');

const storedTokens = () => {
  const claims = { sub: 'user-1', exp: Math.floor(Date.now() / 1000) + 3600, 'cognito:username': 'user-1' };
  const prefix = 'CognitoIdentityServiceProvider.client';
  return {
    [`${prefix}.LastAuthUser`]: 'user-1',
    [`${prefix}.user-1.accessToken`]: token({ ...claims, username: 'user-1' }),
    [`${prefix}.user-1.idToken`]: token(claims),
  };
};

const signIn = () => {
  for (const [name, value] of Object.entries(storedTokens())) visitStore().setItem(name, value);
};

const clear = () => {
  for (const name of Object.keys(storedTokens())) visitStore().removeItem(name);
  document.cookie = `${languageCookie}=; path=/; max-age=0`;
};
beforeEach(clear);
afterEach(clear);

async function renderGate(backend = new FakeHostBackend()) {
  const open = (from: Outputs) => {
    configureSignIn(from);
    return backend.host;
  };
  await render(
    <LanguageProvider language="en" locale="en-US" texts={en}>
      <HostTextsProvider language="en" texts={hostEn}>
        <SignInGate outputs={outputs} open={open} />
      </HostTextsProvider>
    </LanguageProvider>,
  );
}

it('changes the language of the sign-in', async () => {
  await renderGate();
  await expect.element(page.getByLabelText(hostEn.signIn.email)).toBeVisible();
  await userEvent.selectOptions(page.getByRole('combobox'), 'es');
  await expect.element(page.getByLabelText(hostEs.signIn.email)).toBeVisible();
  await expect.element(page.getByRole('button', { name: hostEs.signIn.signIn, exact: true })).toBeVisible();
});

it('leaves the console as it is when its language changes', async () => {
  signIn();
  await page.viewport(390, 844);
  const backend = new FakeHostBackend();
  backend.current = openRound();
  await renderGate(backend);
  await page.getByRole('navigation').getByRole('button', { name: hostEn.page.chat }).click();
  await userEvent.fill(page.getByRole('textbox', { name: hostEn.chat.message }), 'Half a sen');
  await userEvent.selectOptions(page.getByRole('banner').getByRole('combobox'), 'es');
  const message = page.getByRole('textbox', { name: hostEs.chat.message });
  await expect.element(message).toBeVisible();
  await expect.element(message).toHaveValue('Half a sen');
  const panel = page.getByRole('navigation').getByRole('button', { name: hostEs.page.chat });
  await expect.element(panel).toHaveAttribute('aria-pressed', 'true');
  // The session is the same: it has subscribed once.
  expect(backend.roomsEntered).toEqual([0]);
});

it('refuses a user who is not an operator, asks for nothing, and lets them sign out', async () => {
  signIn();
  const backend = new FakeHostBackend();
  backend.signedIn = { id: 'user-1', isOperator: false };
  const queries = (['hostView', 'reports', 'mutes', 'hostActions', 'snapshot'] as const).map((name) =>
    vi.spyOn(backend.host.client.queries, name),
  );
  await renderGate(backend);
  await expect.element(page.getByRole('heading', { name: hostEn.page.notOperator })).toBeVisible();
  await expect.element(page.getByText(hostEn.page.notOperatorDetail)).toBeVisible();
  expect(page.getByRole('region').elements()).toEqual([]);
  await page.getByRole('button', { name: hostEn.page.signOut }).click();
  await expect.element(page.getByLabelText(hostEn.signIn.email)).toBeVisible();
  for (const query of queries) expect(query).not.toHaveBeenCalled();
  expect(backend.roomsEntered).toEqual([]);
  for (const name of Object.keys(storedTokens())) expect(visitStore().getItem(name)).toBeNull();
});
