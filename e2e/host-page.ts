/** The page of an operator: how to sign in for the first time, and its parts. */
import type { Locator, Page } from '@playwright/test';
import { generate } from 'otplib';
import { expect } from './test';

const email = 'host@example.com';
const password = 'A show for 1000 people!';

/** What `npm start` prints. */
const printed = /sign in as (\S+) with the password (\S+)/;

/** The storage of the tab in which an operator has signed in. */
export type SignIn = Record<string, string>;

export class HostPage {
  readonly onScreen: Locator;
  readonly chat: Locator;
  readonly reports: Locator;

  constructor(readonly page: Page) {
    this.onScreen = page.getByRole('region', { name: 'On the screen now' });
    this.chat = page.getByRole('region', { name: 'Chat', exact: true });
    this.reports = page.getByRole('region', { name: 'Reports' });
  }

  /** Signs in with the password that the app has printed, chooses another one, and sets up an authenticator app. */
  async signInFirst(url: string, output: string): Promise<SignIn> {
    const temporaryPassword = printed.exec(output)?.[2] ?? '';
    const { page } = this;
    await page.goto(`${url}/host`);
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(temporaryPassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('New password').fill(password);
    await page.getByLabel('Repeat the password').fill(password);
    await page.getByRole('button', { name: 'Choose a password' }).click();
    await expect(page.getByRole('heading', { name: 'Set up an authenticator app' })).toBeVisible();
    // The policy of the page allows the picture.
    await expect(page.locator('[data-amplify-qrcode]')).toHaveJSProperty('naturalWidth', 196);
    const secret = await page.locator('[data-amplify-copy] > div').first().textContent();
    await page.getByLabel('Code').fill(await generate({ secret: secret ?? '' }));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await this.isLive();
    return page.evaluate(() => Object.fromEntries(Object.entries<string>(sessionStorage)));
  }

  /** Opens the page in another tab of the operator. */
  async open(url: string, signIn: SignIn): Promise<void> {
    await this.page.addInitScript((items) => {
      for (const [key, value] of Object.entries(items)) sessionStorage.setItem(key, value);
    }, signIn);
    await this.page.goto(`${url}/host`);
    await this.isLive();
  }

  async isLive(): Promise<void> {
    await expect(this.onScreen.getByRole('button', { name: /Pause|Resume/ })).toBeEnabled({ timeout: 20_000 });
  }

  /** A message in the chat. */
  message(text: string): Locator {
    return this.chat.getByRole('listitem').filter({ hasText: text });
  }
}
