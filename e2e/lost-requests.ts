/** Loses requests of a page, as an overloaded network or a deployment does. */
import type { Page, Request } from '@playwright/test';

/** What can be lost, and which requests it is. */
export const losses = {
  script: (request: Request) => request.resourceType() === 'script',
  style: (request: Request) => request.resourceType() === 'stylesheet',
  font: (request: Request) => request.resourceType() === 'font',
  poster: (request: Request) => request.resourceType() === 'image',
  credentials: (request: Request) => 'x-amz-target' in request.headers(),
  snapshot: (request: Request) => isCall(request, 'snapshot'),
  publicSnapshot: (request: Request) => new URL(request.url()).pathname === '/snapshot',
  vote: (request: Request) => isCall(request, 'castVotes'),
  message: (request: Request) => isCall(request, 'sendMessage'),
};

export type Loss = keyof typeof losses;

function isCall(request: Request, field: string): boolean {
  return request.url().endsWith('/graphql') && (request.postData()?.includes(field) ?? false);
}

/** Loses the first request of each address, or of each call. Returns what was lost, which grows. */
export async function loseOnce(page: Page, kinds: Loss[]): Promise<Set<string>> {
  const lost = new Set<string>();
  await page.route('**/*', async (route) => {
    const request = route.request();
    const kind = kinds.find((each) => losses[each](request));
    const key = kind && `${kind} ${request.url()} ${request.headers()['x-amz-target'] ?? ''}`;
    if (key === undefined || lost.has(key) || request.method() === 'OPTIONS') {
      await route.fallback();
      return;
    }
    lost.add(key);
    await route.abort('connectionreset');
  });
  return lost;
}
