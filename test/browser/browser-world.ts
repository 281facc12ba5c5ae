import { afterAll, beforeAll } from 'vitest';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { type Chromium, startChromium } from './chromium.ts';

export interface BrowserWorld {
  readonly lanyard: Lanyard;
  readonly chromium: Chromium;
}

/** A server and a browser for all tests of a suite. */
export function browserWorld(): () => BrowserWorld {
  let world: BrowserWorld | undefined;
  beforeAll(async () => {
    world = { lanyard: await startLanyard(), chromium: await startChromium() };
  });
  afterAll(async () => {
    await world?.chromium.close();
    await world?.lanyard.stop();
  });
  return () => {
    if (!world) throw new Error('the browser has not been started');
    return world;
  };
}
