/** WebKitGTK by WebKitWebDriver: https://www.w3.org/TR/webdriver2/ */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Engine, EngineOptions, EnginePage } from './engine';
import { outputLine } from './output-line';

/** Larger than every page. */
const screen = '1600x1200x24';

const scriptTimeoutMs = 30_000;

/** A driver reports no console. What a page writes while it loads is missed. */
const collectProblems = `
  const problems = (window.problems = []);
  for (const level of ['error', 'warn']) {
    const write = console[level];
    console[level] = (...values) => {
      problems.push(level + ': ' + values.map(String).join(' '));
      write.apply(console, values);
    };
  }
  addEventListener('error', ({ message }) => problems.push('uncaught: ' + message));
  addEventListener('unhandledrejection', ({ reason }) => problems.push('uncaught: ' + String(reason)));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    problems.push(violatedDirective + ' refuses ' + blockedURI);
  });
`;

/** Each page has a driver and a browser of its own: a driver controls one browser, whose pages share their storage. */
export async function startWebKit({ file, proxyPort }: EngineOptions): Promise<Engine> {
  const display = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', screen, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, number = ''] = await outputLine(display, display.stdout, /^(\d+)\n/);
  return {
    newPage: async (size) => openPage(await startDriver(file, `:${number}`, proxyPort), size),
    close: () => end(display),
  };
}

interface Driver {
  /** @throws the error that the driver answers */
  send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown>;
  close(): Promise<void>;
}

async function startDriver(file: string, display: string, proxyPort: number): Promise<Driver> {
  const port = await freePort();
  const driver = spawn(file, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' },
    stdio: 'ignore',
  });
  const send = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };
  await listening(send, driver);
  const { sessionId } = (await send('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        proxy: { proxyType: 'manual', httpProxy: `127.0.0.1:${proxyPort}`, noProxy: [] },
        timeouts: { script: scriptTimeoutMs },
        // The driver knows where its browser is: MiniBrowser, which has an option for each setting of WebKitGTK. In
        // full-screen mode it has no toolbar, whose width is more than a phone's.
        'webkitgtk:browserOptions': {
          args: ['--automation', '--full-screen'],
        },
      },
    },
  })) as { sessionId: string };
  return {
    send: (method, path, body) => send(method, `/session/${sessionId}${path}`, body),
    close: async () => {
      await send('DELETE', `/session/${sessionId}`);
      await end(driver);
    },
  };
}

async function openPage(driver: Driver, size: { width: number; height: number }): Promise<EnginePage> {
  await driver.send('POST', '/window/rect', size);
  const problems: string[] = [];
  const call = async (declaration: string, argument: string) => {
    const script = `const [value, done] = arguments; Promise.resolve((${declaration})(value)).then(done, (error) => done({ failure: String(error) }));`;
    const answer = await driver.send('POST', '/execute/async', { script, args: [argument] });
    if (typeof answer !== 'string') throw new Error(JSON.stringify(answer));
    return answer;
  };
  const takeProblems = async () =>
    JSON.parse(await call('() => JSON.stringify((window.problems ?? []).splice(0))', '')) as string[];

  return {
    problems: async () => [...problems, ...(await takeProblems())],
    navigate: async (url) => {
      problems.push(...(await takeProblems()));
      await driver.send('POST', '/url', { url });
      await driver.send('POST', '/execute/sync', { script: collectProblems, args: [] });
    },
    call,
    perform: async (input) => {
      await driver.send('POST', '/actions', { actions: [input] });
    },
    screenshot: async () => Buffer.from((await driver.send('GET', '/screenshot')) as string, 'base64'),
    close: () => driver.close(),
  };
}

async function listening(
  send: (method: string, path: string) => Promise<unknown>,
  driver: ChildProcess,
): Promise<void> {
  while (driver.exitCode === null) {
    try {
      await send('GET', '/status');
      return;
    } catch (error) {
      // Not yet listening.
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`${driver.spawnfile} exited with code ${driver.exitCode}.`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
