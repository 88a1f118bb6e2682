/** HTTP POST over kept-alive connections, with little overhead per request. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface HttpResponse {
  status: number;
  /** The error type of AWS; undefined without an error. */
  errorType: string | undefined;
  /** Undefined if the body is not JSON. */
  json: unknown;
}

export type Post = (url: string, headers: Record<string, string>, body: string) => Promise<HttpResponse>;

export interface PostOptions {
  /** Maximum number of open connections. Further calls wait. */
  maxSockets?: number;
  /** Calls time out after this many milliseconds. */
  timeoutMs?: number;
}

/** Returns a function that rejects if no answer comes. The error's `code` is that of Node.js, or `Timeout`. */
export function keepAlivePost({ maxSockets = 256, timeoutMs = 10_000 }: PostOptions = {}): Post {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets }),
  };
  const post: Post = (url, headers, body) =>
    new Promise((resolve, reject) => {
      const { protocol, hostname, port, pathname } = new URL(url);
      const isPlain = protocol === 'http:';
      const send = isPlain ? httpRequest : httpsRequest;
      const options = {
        hostname,
        port,
        path: pathname,
        method: 'POST',
        headers,
        agent: isPlain ? agents['http:'] : agents['https:'],
      };
      const request = send(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          clearTimeout(timer);
          const type = response.headers['x-amzn-errortype'];
          resolve({
            status: response.statusCode ?? 0,
            errorType: (Array.isArray(type) ? type[0] : type)?.replace(/:.*/, ''),
            json: parsed(Buffer.concat(chunks).toString()),
          });
        });
      });
      const timer = setTimeout(
        () => request.destroy(Object.assign(new Error(`No answer in ${timeoutMs} ms.`), { code: 'Timeout' })),
        timeoutMs,
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // The server closed an idle connection while the request was being sent. Browsers retry in this case, too.
        if (request.reusedSocket && error.code === 'ECONNRESET') resolve(post(url, headers, body));
        else reject(error);
      });
      request.end(body);
    });
  return post;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
