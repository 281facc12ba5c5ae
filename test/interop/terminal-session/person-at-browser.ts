import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { openActivationPage } from '../../support/lanyard/activation-page.ts';
import type { Browser } from '../../support/lanyard/browser.ts';
import { freePort } from '../../support/programs/free-port.ts';

/** Decides about each page that a program opens, in the browser of somebody who is signed in. */
export interface PersonAtBrowser {
  /** Where the programs' browser reports. */
  readonly url: string;
  /** What to do with the next pages; approves them unless told otherwise. */
  decision: 'approve' | 'refuse';
  readonly pages: readonly string[];
  stop(): Promise<void>;
}

/** `arrive`: what it takes to be signed in, once a page is opened. */
export async function personAtBrowser(
  browser: Browser,
  arrive: (page: string) => Promise<void> = async () => undefined,
): Promise<PersonAtBrowser> {
  const port = await freePort();
  const pages: string[] = [];
  const person: PersonAtBrowser = {
    url: `http://127.0.0.1:${port}/`,
    decision: 'approve',
    pages,
    stop: async () => {
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer(async (request, response) => {
    const page = await text(request);
    pages.push(page);
    await arrive(page);
    const activation = await openActivationPage(browser, page);
    await activation[person.decision]();
    response.end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return person;
}
