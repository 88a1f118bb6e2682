/** HTTP POST over connections that are kept, as browsers keep theirs, with no more around it than a load needs. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface HttpResponse {
  status: number;
  /** AWS's name for what went wrong; undefined where nothing did. */
  errorType: string | undefined;
  /** Undefined where the body is not JSON. */
  json: unknown;
}

export type Post = (url: string, headers: Record<string, string>, body: string) => Promise<HttpResponse>;

export interface PostOptions {
  /** Connections that are open at a time; calls above that wait. */
  maxSockets?: number;
  /** A call without an answer by then is given up, in milliseconds. */
  timeoutMs?: number;
}

/** @returns a function that rejects where no answer comes; the error's `code` is Node's, or `Timeout` */
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
        // The server closed an idle connection while this was on its way to it: browsers send it again, too.
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
