/** Firefox by WebDriver BiDi, which needs no driver beside it: https://www.w3.org/TR/webdriver-bidi/ */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BidiConnection } from './bidi-connection';
import type { Engine, EngineOptions, EnginePage } from './engine';
import { outputLine } from './output-line';

/** Firefox sends no requests of its own, and all others through the proxy. */
const preferences = (proxyPort: number) => ({
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.region.network.url': '',
  'browser.safebrowsing.provider.google4.updateURL': '',
  'browser.safebrowsing.provider.mozilla.updateURL': '',
  'browser.newtabpage.enabled': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.allow_hijacking_localhost': true,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': proxyPort,
  'network.proxy.no_proxies_on': '',
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': proxyPort,
  'network.proxy.type': 1,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.server': '',
});

export async function startFirefox({ file, proxyPort }: EngineOptions): Promise<Engine> {
  const profile = await mkdtemp(path.join(tmpdir(), 'matinee-firefox-'));
  const lines = Object.entries(preferences(proxyPort)).map(([name, value]) => {
    return `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`;
  });
  await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
  const firefox = spawn(file, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(firefox, 'exit');
  const [, address = ''] = await outputLine(firefox, firefox.stderr, /WebDriver BiDi listening on (ws:\S+)/);
  const connection = await BidiConnection.open(`${address}/session`);
  await connection.send('session.new', { capabilities: {} });
  await connection.send('session.subscribe', { events: ['log.entryAdded'] });

  return {
    newPage: (size) => newPage(connection, size),
    close: async () => {
      await connection.send('browser.close', {});
      await exited;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

async function newPage(connection: BidiConnection, viewport: { width: number; height: number }): Promise<EnginePage> {
  const { userContext } = await connection.send('browser.createUserContext', {});
  const { context } = await connection.send('browsingContext.create', { type: 'tab', userContext });
  await connection.send('browsingContext.setViewport', { context, viewport });
  // Firefox reports what a policy refuses to its user only.
  await connection.send('script.addPreloadScript', {
    contexts: [context],
    functionDeclaration: String(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`${violatedDirective} refuses ${blockedURI}`);
      });
    }),
  });
  const problems: string[] = [];
  const stopListening = connection.onLogEntry((entry) => {
    const isProblem = entry.level === 'error' || entry.level === 'warn';
    if (isProblem && entry.source.context === context) problems.push(`${entry.type}: ${entry.text ?? ''}`);
  });

  return {
    problems: () => Promise.resolve(problems),
    navigate: async (url) => {
      await connection.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    call: async (declaration, argument) => {
      const answer = await connection.send('script.callFunction', {
        functionDeclaration: declaration,
        arguments: [{ type: 'string', value: argument }],
        awaitPromise: true,
        target: { context },
      });
      if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
      return answer.result.value;
    },
    perform: async (input) => {
      await connection.send('input.performActions', { context, actions: [input] });
    },
    screenshot: async () => {
      const { data } = await connection.send('browsingContext.captureScreenshot', { context });
      return Buffer.from(data, 'base64');
    },
    close: async () => {
      stopListening();
      await connection.send('browser.removeUserContext', { userContext });
    },
  };
}
