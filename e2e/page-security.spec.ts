/** What the page refuses, whoever may have got something into it. */
import { expect, test } from './test';

test('a script that was injected does not run, and nothing is sent elsewhere', async ({ page }) => {
  await page.goto('/');
  const outcome = await page.evaluate(async () => {
    // Out of the test driver's own task, in which `eval` is allowed.
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

    // As markup in the page would be: by the parser, or by a handler in an attribute.
    attempt(() => (document.body.innerHTML += '<img src="x" onerror="window.injected = true">'));
    attempt(() => eval('window.injected = true'));
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
    // Reports come when the browser finds the time.
    await new Promise<void>((resolve) => {
      const look = () =>
        ['frame-src', 'img-src', 'connect-src'].every((each) => violations.includes(each))
          ? resolve()
          : requestAnimationFrame(look);
      look();
    });
    return { fetched, violations, injected: 'injected' in window };
  });
  expect(outcome.injected).toBe(false);
  expect(outcome.fetched).toBe('refused');
  expect(outcome.violations).toEqual(expect.arrayContaining(['TypeError', 'EvalError']));
});

test('every page has a policy with a nonce of its own, and may not be framed', async ({ request }) => {
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
