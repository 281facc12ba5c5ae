import { randomBytes, randomUUID } from 'node:crypto';
import { DomainError } from '@lanyard/core/domain-error';
import { createPasskeys } from '@lanyard/server/identity/passkeys';
import { describe, expect, it } from 'vitest';
import { CREATION_VECTORS, REQUEST_VECTORS } from '../support/forgeries/passkeys/passkey-vectors.ts';
import type { PasskeyAlgorithm } from '../support/lanyard/passkey-data.ts';
import {
  type AuthenticatorOptions,
  type Bend,
  createSoftwareAuthenticator,
  type SoftwareAuthenticator,
} from '../support/lanyard/software-authenticator.ts';

const ORIGIN = 'https://lanyard.example.com:8443';
const random = { bytes: (length: number) => randomBytes(length), uuid: () => randomUUID() };
const passkeys = createPasskeys({ random, publicUrl: `${ORIGIN}/` });
const ADA = { id: randomUUID(), name: 'ada' };

const authenticatorOf = (options?: AuthenticatorOptions) => createSoftwareAuthenticator(ORIGIN, options);

async function create(authenticator: SoftwareAuthenticator, bend?: Bend) {
  const challenge = passkeys.newChallenge();
  const options = await passkeys.creationOptions(challenge, ADA, []);
  return passkeys.verifyCreation(challenge, authenticator.create(options, bend));
}

/** A passkey that was used once before. */
async function usedPasskey(options?: AuthenticatorOptions) {
  const authenticator = authenticatorOf(options);
  const created = await create(authenticator);
  const use = async (counter: number, bend?: Bend) => {
    const challenge = passkeys.newChallenge();
    const response = authenticator.get(await passkeys.requestOptions(challenge, undefined), bend);
    return passkeys.verifyRequest(challenge, response, { ...created, counter }, ADA.id);
  };
  const { counter } = await use(created.counter);
  return { authenticator, created, counter, use: (bend?: Bend) => use(counter, bend) };
}

/** The reason that the log gets for a refusal. Throws if the work was not refused, and for any other error. */
async function whyRefused(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError) || error.code !== 'factor-refused') throw error;
  expect(error.data).toEqual({});
  expect(error.why).toMatch(/^[ -~]{5,80}$/);
  return error.why ?? '';
}

describe('R33: an honest passkey', () => {
  it.each<PasskeyAlgorithm>(['ES256', 'EdDSA', 'RS256'])(
    'with the algorithm %s can be created and used',
    async (algorithm) => {
      const { created, counter, use } = await usedPasskey({ algorithm });
      expect(created).toMatchObject({ counter: 1, transports: ['internal', 'hybrid'] });
      expect([counter, (await use()).counter]).toEqual([2, 3]);
    },
  );

  it('is accepted with a self attestation, although nobody asked for one, and refused if that is forged', async () => {
    const created = await create(authenticatorOf({ attestsItself: true }));
    expect(created.counter).toBe(1);
    const tampered = create(authenticatorOf({ attestsItself: true }), {
      response: (honest) => ({ ...honest, clientDataJSON: withSpace(String(honest.clientDataJSON)) }),
    });
    expect(await whyRefused(tampered)).toMatch(/not signed by the key/);
  });

  it('is accepted without a counter, as passkeys have that are synced between devices', async () => {
    const { use } = await usedPasskey({ counts: false });
    expect([await use(), await use()]).toEqual([{ counter: 0 }, { counter: 0 }]);
  });

  it('is accepted without the fields that some browsers omit, and with those that they add', async () => {
    const quiet: Bend = {
      clientData: ({ crossOrigin: _, ...rest }) => ({ ...rest, other_keys_can_be_added_here: { type: 'x', a: [] } }),
      clientDataBytes: (bytes) => Buffer.from(bytes.toString().replaceAll('/', '\\/')),
      whole: (honest) => ({ ...honest, authenticatorAttachment: null, more: true }),
    };
    const { use } = await usedPasskey();
    expect(await use({ ...quiet, response: (honest) => ({ ...honest, userHandle: null }) })).toEqual({ counter: 3 });
    const silent: Bend = { ...quiet, response: ({ transports: _, ...honest }) => honest };
    expect(await create(authenticatorOf(), silent)).toMatchObject({ transports: [] });
  });

  it('is found by the id that its response names', async () => {
    const { authenticator, created } = await usedPasskey();
    const response = authenticator.get(await passkeys.requestOptions(passkeys.newChallenge(), [created]));
    expect(passkeys.credentialIdOf(response)).toBe(created.credentialId);
    for (const none of [null, undefined, 1, 'id', [], {}, { id: created.credentialId }])
      expect(passkeys.credentialIdOf(none)).toBeUndefined();
  });
});

describe('R33: the options for the browser', () => {
  it('ask for a new discoverable passkey with user verification', async () => {
    const authenticator = authenticatorOf();
    const created = await create(authenticator);
    const challenge = passkeys.newChallenge();
    const options = await passkeys.creationOptions(challenge, ADA, [created]);
    expect(options).toMatchObject({
      challenge,
      rp: { id: 'lanyard.example.com', name: 'Lanyard (lanyard.example.com)' },
      user: { id: Buffer.from(ADA.id).toString('base64url'), name: 'ada' },
      pubKeyCredParams: [{ alg: -7 }, { alg: -8 }, { alg: -257 }],
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
      timeout: 300_000,
      excludeCredentials: [{ id: created.credentialId, transports: ['internal', 'hybrid'] }],
    });
    expect(() => authenticator.create(options)).toThrow('there is a passkey already');
  });

  it('ask for any passkey of this site, or for one of the given passkeys', async () => {
    const { created } = await usedPasskey();
    const challenge = passkeys.newChallenge();
    const any = await passkeys.requestOptions(challenge, undefined);
    expect(any).toMatchObject({ challenge, rpId: 'lanyard.example.com', userVerification: 'required' });
    expect(any.allowCredentials).toBeUndefined();
    const one = await passkeys.requestOptions(challenge, [created]);
    expect(one.allowCredentials).toMatchObject([{ id: created.credentialId, type: 'public-key' }]);
  });

  it('have a challenge of 32 random bytes, a new one each time', () => {
    const challenges = Array.from({ length: 50 }, () => passkeys.newChallenge());
    expect(new Set(challenges).size).toBe(50);
    for (const challenge of challenges) expect(Buffer.from(challenge, 'base64url')).toHaveLength(32);
  });
});

describe('R33: refuses a forged creation of a passkey, and logs why', () => {
  it.each(CREATION_VECTORS)('$name', async ({ bend, why }) => {
    expect(await whyRefused(create(authenticatorOf(), bend))).toMatch(why);
  });

  it('if it is for another challenge, or if it is a sign-in instead of a creation', async () => {
    const [first, second] = [passkeys.newChallenge(), passkeys.newChallenge()];
    const made = authenticatorOf().create(await passkeys.creationOptions(first, ADA, []));
    expect(await whyRefused(passkeys.verifyCreation(second, made))).toMatch(/challenge/);
    const { authenticator } = await usedPasskey();
    const used = authenticator.get(await passkeys.requestOptions(first, undefined));
    expect(await whyRefused(passkeys.verifyCreation(first, used))).toMatch(/attestationObject/);
  });
});

describe('R33: refuses a forged use of a passkey, and logs why', () => {
  it.each(REQUEST_VECTORS)('$name', async ({ bend, why }) => {
    const { use } = await usedPasskey();
    expect(await whyRefused(use(bend))).toMatch(why);
  });

  it('if the same response was accepted before', async () => {
    const { authenticator, created, counter } = await usedPasskey();
    const challenge = passkeys.newChallenge();
    const response = authenticator.get(await passkeys.requestOptions(challenge, [created]));
    const once = await passkeys.verifyRequest(challenge, response, { ...created, counter }, ADA.id);
    const again = passkeys.verifyRequest(challenge, response, { ...created, ...once }, ADA.id);
    expect(await whyRefused(again)).toMatch(/counter/);
    const later = passkeys.verifyRequest(passkeys.newChallenge(), response, { ...created, counter }, ADA.id);
    expect(await whyRefused(later)).toMatch(/challenge/);
  });

  it('if the passkey belongs to another account, or has the key of another passkey', async () => {
    const [own, other] = [await usedPasskey(), await usedPasskey()];
    const challenge = passkeys.newChallenge();
    const response = own.authenticator.get(await passkeys.requestOptions(challenge, undefined));
    const verify = (passkey: typeof own.created, accountId: string) =>
      whyRefused(passkeys.verifyRequest(challenge, response, passkey, accountId));
    expect(await verify({ ...own.created, publicKey: other.created.publicKey }, ADA.id)).toMatch(/signature/);
    expect(await verify({ ...own.created, publicKey: 'AAAA' }, ADA.id)).not.toBe('');
    expect(await verify(other.created, ADA.id)).toMatch(/credential is another/);
    expect(await verify(own.created, randomUUID())).toMatch(/another account/);
  });
});

describe('R33: the forgeries above', () => {
  it('are more than 24 of each kind, each with its own name', () => {
    for (const vectors of [CREATION_VECTORS, REQUEST_VECTORS]) {
      const names = vectors.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(24);
    }
  });

  it('never put what the client sent into the log', async () => {
    const long = `https://${'evil'.repeat(400)}.example`;
    const bends: readonly Bend[] = [
      { clientData: (honest) => ({ ...honest, origin: long }) },
      { clientData: (honest) => ({ ...honest, challenge: long }) },
      { clientDataBytes: () => Buffer.from(long) },
      { attestation: (honest) => new Map([...honest, ['fmt', long]]) },
    ];
    for (const bend of bends) {
      expect(await whyRefused(create(authenticatorOf(), bend))).not.toContain('evil');
    }
  });
});

function withSpace(base64url: string): string {
  return Buffer.from(`${Buffer.from(base64url, 'base64url')} `).toString('base64url');
}
