import { createHmac } from 'node:crypto';
import type { Answer, Browser } from './browser.ts';
import type { Lanyard } from './start-lanyard.ts';

const STEP_SECONDS = 30;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export interface Authenticator {
  /** In Base32, as the page shows it. */
  readonly seed: string;
  /** The code this many steps of 30 s from now. */
  code(stepsAhead?: number): string;
}

export interface SampleTotp extends Authenticator {
  readonly id: string;
  /** Null if the account already had a factor. */
  readonly recoveryCodes: readonly string[];
}

/** An authenticator app with this seed, which uses the server's clock. */
export function authenticatorOf({ clock }: Pick<Lanyard, 'clock'>, seed: string): Authenticator {
  const key = fromBase32(seed);
  return { seed, code: (stepsAhead = 0) => codeOf(key, Math.floor(clock.now() / 1000 / STEP_SECONDS) + stepsAhead) };
}

/** RFC 4226, section 5.3, implemented here, so that the server's library does not check itself. */
function codeOf(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac.readUInt8(19) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Ignores the spaces between groups of letters. */
export function fromBase32(text: string): Buffer {
  const bits = [...text.replaceAll(/\s/g, '')]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Adds an authenticator app as its owner would. This uses up the code that confirmed it. */
export async function sampleTotp(lanyard: Lanyard, browser: Browser, name = 'phone'): Promise<SampleTotp> {
  const { body } = await browser.post('/api/account/factors/totp/offer');
  const authenticator = authenticatorOf(lanyard, body.seed);
  const added = await browser.post('/api/account/factors/totp', { name, code: authenticator.code() });
  if (added.status !== 201) throw new Error(`enrolment answered ${added.status} ${JSON.stringify(added.body)}`);
  // The code that was just used is no longer valid.
  lanyard.clock.advance(STEP_SECONDS);
  return { ...authenticator, id: added.body.factor.id, recoveryCodes: added.body.recoveryCodes ?? [] };
}

/** Both steps, in a browser, with a new code each time. */
export async function signInWithTotp(
  lanyard: Lanyard,
  browser: Browser,
  { name, password }: { readonly name: string; readonly password: string },
  totp: Authenticator,
): Promise<Answer> {
  const first = await browser.signIn(name, password);
  if (first.status !== 202) throw new Error(`the first step answered ${first.status}`);
  const answer = await browser.post('/api/session/second-factor', { code: totp.code() });
  lanyard.clock.advance(STEP_SECONDS);
  return answer;
}
