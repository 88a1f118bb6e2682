import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { ar } from '../../languages/ar';
import { dictionaries } from '../../languages/dictionaries';
import { en } from '../../languages/en';
import { es } from '../../languages/es';
import type { Texts } from '../../languages/texts';
import { LanguageProvider, useLanguage } from './language-context';
import { LanguageSwitch } from './language-switch';

const select = page.getByRole('combobox');

function Label() {
  return <p>{useLanguage().texts.votes.label}</p>;
}

function renderSwitch() {
  return render(
    <LanguageProvider language="en" locale="en-US" texts={en}>
      <LanguageSwitch />
      <Label />
    </LanguageProvider>,
  );
}

/** Makes the import of a language finish when the test says so. */
function delayed(language: keyof typeof dictionaries): { finish: (texts: Texts) => void; fail: () => void } {
  let finish: (texts: Texts) => void = () => undefined;
  let fail: () => void = () => undefined;
  const loading = new Promise<Texts>((resolve, reject) => {
    finish = resolve;
    fail = () => reject(new TypeError('Failed to fetch dynamically imported module'));
  });
  vi.spyOn(dictionaries, language).mockReturnValue(loading);
  return { finish, fail };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

afterEach(() => {
  vi.restoreAllMocks();
  document.cookie = 'matinee.language=; path=/; max-age=0';
});

describe('the language switch', () => {
  it('shows the texts, the direction and the language of the choice', async () => {
    await renderSwitch();
    await userEvent.selectOptions(select, 'ar');
    await expect.element(page.getByText(ar.votes.label)).toBeVisible();
    await expect.poll(() => document.documentElement.lang).toBe('ar');
    expect(document.documentElement.dir).toBe('rtl');
  });

  it('keeps the choice in a cookie', async () => {
    await renderSwitch();
    await userEvent.selectOptions(select, 'es');
    await expect.element(page.getByText(es.votes.label)).toBeVisible();
    await expect.poll(() => document.cookie).toContain('matinee.language=es');
  });

  it('keeps the later choice if the earlier one loads last', async () => {
    const arabic = delayed('ar');
    await renderSwitch();
    await userEvent.selectOptions(select, 'ar');
    await userEvent.selectOptions(select, 'es');
    await expect.element(page.getByText(es.votes.label)).toBeVisible();
    arabic.finish(ar);
    await settled();
    await expect.element(page.getByText(es.votes.label)).toBeVisible();
    await expect.poll(() => document.cookie).toContain('matinee.language=es');
  });

  it('keeps the current language if the choice cannot be loaded', async () => {
    const arabic = delayed('ar');
    await renderSwitch();
    await userEvent.selectOptions(select, 'ar');
    arabic.fail();
    await settled();
    await expect.element(page.getByText(en.votes.label)).toBeVisible();
    await expect.element(select).toHaveValue('en');
    expect(document.cookie).not.toContain('matinee.language');
  });

  it('drops the earlier choice even if the later one cannot be loaded', async () => {
    const spanish = delayed('es');
    const arabic = delayed('ar');
    await renderSwitch();
    await userEvent.selectOptions(select, 'ar');
    await userEvent.selectOptions(select, 'es');
    spanish.fail();
    arabic.finish(ar);
    await settled();
    await expect.element(page.getByText(en.votes.label)).toBeVisible();
    await expect.element(select).toHaveValue('en');
  });
});
