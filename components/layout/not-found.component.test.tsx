import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { ar } from '../../languages/ar';
import { en } from '../../languages/en';
import { NotFound } from './not-found';

it('says that the page does not exist, and leads back to the show', async () => {
  await render(<NotFound texts={en} />);
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('This page does not exist.');
  await expect.element(page.getByText('The show is still on.')).toBeVisible();
  await expect.element(page.getByRole('link', { name: 'Go to the live show' })).toHaveAttribute('href', '/');
  await expect.element(page.getByRole('link', { name: 'Open big-screen view' })).toHaveAttribute('href', '/stage');
});

it.each([320, 390, 1440])('fits a window %i pixels wide', async (width) => {
  await page.viewport(width, 480);
  await render(<NotFound texts={ar} />);
  await expect.element(page.getByRole('link').first()).toBeVisible();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});
