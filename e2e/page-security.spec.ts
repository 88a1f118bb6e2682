/** The page's security policy limits what injected content can do. */
import { expect, test } from './test';

test('blocks injected scripts and requests to other hosts', async ({ page }) => {
  await page.goto('/');
  const outcome = await page.evaluate(async () => {
    // Leave the test driver's own task, in which `eval` is allowed.
    await new Promise((resolve) => setTimeout(resolve));
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
    const attempt = (act: () => void) => {
      try {
        act();
      } catch (error) {
        violations.push((error as Error).name);
      }
    };

    // Like injected markup: through the parser, or an attribute's handler.
    attempt(() => (document.body.innerHTML += '<img src="x" onerror="window.injected = true">'));
    attempt(() => {
      eval('window.injected = true');
    });
    attempt(() => {
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
    });
    const frame = document.createElement('iframe');
    frame.src = 'https://elsewhere.example/';
    const picture = new Image();
    picture.src = 'https://elsewhere.example/pixel.png';
    document.body.append(frame, picture);
    const fetched = await fetch('https://elsewhere.example/').then(
      () => 'sent',
      () => 'refused',
    );
    // The browser reports violations asynchronously.
    await new Promise<void>((resolve) => {
      const check = () =>
        ['frame-src', 'img-src', 'connect-src'].every((directive) => violations.includes(directive))
          ? resolve()
          : requestAnimationFrame(check);
      check();
    });
    return { fetched, violations, injected: 'injected' in window };
  });
  expect(outcome.injected).toBe(false);
  expect(outcome.fetched).toBe('refused');
  expect(outcome.violations).toEqual(expect.arrayContaining(['TypeError', 'EvalError']));
});

test('sends a policy with a fresh nonce for each page, and forbids framing', async ({ request }) => {
  const nonces = new Set<string>();
  for (let visit = 0; visit < 3; visit += 1) {
    const headers = (await request.get('/')).headers();
    const policy = headers['content-security-policy'] ?? '';
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['x-powered-by']).toBeUndefined();
  }
  expect(nonces.size).toBe(3);
});
