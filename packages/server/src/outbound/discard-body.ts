import type { Dispatcher } from 'undici';

/** Without a listener, a body that nobody has read reports its own end as an error that stops the whole server. */
export function discardBody(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined).destroy();
}
