import { IncomingMessage } from 'node:http';
import type { FastifyReplyFromOptions } from '@fastify/reply-from';
import { Agent, type Dispatcher } from 'undici';

type Requests = Extract<FastifyReplyFromOptions['undici'], { request: unknown }>;
type SentRequest = Parameters<Agent['request']>[0];

/** The registry behind the built-in gate, as `@fastify/reply-from` asks it. */
export interface RegistryUpstream extends Requests {
  destroy(): void;
}

const CONNECTIONS = 256;
const CHECKS_PER_LIMIT = 4;

/**
 * Sends requests to the registry, and gives up when nothing moves for `silenceMilliseconds`: no byte of the upload, no
 * answer, no byte of the answer. The limit of undici itself also counts the time of an upload, so it would end a long one.
 */
export function createRegistryUpstream(silenceMilliseconds: number): RegistryUpstream {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: silenceMilliseconds, connections: CONNECTIONS });
  const request = (
    options: SentRequest,
    done: (error: Error | null, answer: Dispatcher.ResponseData<unknown>) => void,
  ) => {
    const aborter = new AbortController();
    const stopWatching = watchSilence(options.body, silenceMilliseconds, () => aborter.abort());
    agent.request({ ...options, headersTimeout: 0, signal: aborter.signal }, (error, answer) => {
      stopWatching();
      done(error, answer);
    });
  };
  // reply-from brings another version of undici, whose types are not the same.
  return { request: request as unknown as Requests['request'], destroy: () => void agent.destroy() };
}

/** Until the answer begins. An upload that the registry does not take stops too, because it is not read any more. */
function watchSilence(body: unknown, limitMilliseconds: number, silent: () => void): () => void {
  // The body loses its socket when it has ended.
  const socket = body instanceof IncomingMessage ? body.socket : undefined;
  let received = socket?.bytesRead;
  let checksLeft = CHECKS_PER_LIMIT;
  const timer = setInterval(() => {
    checksLeft = socket?.bytesRead === received ? checksLeft - 1 : CHECKS_PER_LIMIT;
    received = socket?.bytesRead;
    if (checksLeft === 0) silent();
  }, limitMilliseconds / CHECKS_PER_LIMIT);
  timer.unref();
  return () => clearInterval(timer);
}
