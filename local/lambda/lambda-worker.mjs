/**
 * Runs a handler in a worker thread, which is its execution environment: "Define Lambda function handler in Node.js",
 * for handlers that return a promise or a value.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';

/** @typedef {import('./worker-messages').WorkerMessage} WorkerMessage */
/** @typedef {import('./worker-messages').InvokeMessage} InvokeMessage */

/** @type {unknown} */
const data = workerData;
const { codePath, handler: handlerName } = /** @type {import('./worker-messages').WorkerData} */ (data);

/** @param {WorkerMessage} message */
const send = (message) => parentPort?.postMessage(message);

/** @param {unknown} error */
const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: error.stack ?? '' }
    : { errorType: typeof error, errorMessage: format(error), trace: '' };

// As in Lambda's runtime: the output of one call stays together and keeps its level.
for (const level of /** @type {const} */ (['debug', 'info', 'warn', 'error'])) {
  console[level] = (...parts) => send({ type: 'log', level, text: format(...parts) });
}
console.log = console.info;
console.trace = console.debug;

try {
  const handler = await load();
  send({ type: 'ready' });
  parentPort?.on('message', (/** @type {InvokeMessage} */ message) => void invoke(handler, message));
} catch (error) {
  send({ type: 'initError', ...describe(error) });
}

/** @typedef {(event: unknown, context: unknown) => unknown} Handler */

/** @returns {Promise<Handler>} */
async function load() {
  const dot = handlerName.lastIndexOf('.');
  const [file, exportName] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const path = ['.mjs', '.js', '.cjs']
    .map((extension) => resolve(codePath, file + extension))
    .find((candidate) => existsSync(candidate));
  if (!path) throw createError('Runtime.ImportModuleError', `Cannot find module '${file}' in ${codePath}`);
  /** @type {unknown} */
  const module = await import(pathToFileURL(path).href);
  const loaded = /** @type {Record<string, unknown> & { default?: Record<string, unknown> }} */ (module);
  const handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler !== 'function') {
    throw createError('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  }
  return /** @type {Handler} */ (handler);
}

/**
 * @param {(event: unknown, context: unknown) => unknown} handler
 * @param {InvokeMessage} message
 */
async function invoke(handler, { requestId, eventJson, deadlineMs, functionArn }) {
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
  try {
    const result = await handler(JSON.parse(eventJson), context);
    send({ type: 'result', requestId, resultJson: JSON.stringify(result ?? null) });
  } catch (error) {
    send({ type: 'error', requestId, ...describe(error) });
  }
}

/**
 * @param {string} name
 * @param {string} message
 */
function createError(name, message) {
  return Object.assign(new Error(message), { name });
}
