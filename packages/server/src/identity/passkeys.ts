import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Random } from '../world.ts';
import { factorRefused, refusingAll } from './factor-refusal.ts';
import { OFFERED_ALGORITHMS, requireOfferedKey, requirePlainAttestation } from './passkey-attestation.ts';
import type { PasskeyKey, Passkeys } from './passkey-key.ts';
import {
  type CreationResponse,
  type RequestResponse,
  readCreationResponse,
  readRequestResponse,
  requireClientData,
} from './passkey-response.ts';
import { CEREMONY_TIMEOUT_MILLISECONDS, type PasskeySite, passkeySite, userHandle } from './passkey-site.ts';

const CHALLENGE_BYTES = 32;
const ALGORITHMS = [...OFFERED_ALGORITHMS];

/** Passkeys of the site at `publicUrl`: for its host name, and only for pages of its origin. */
export function createPasskeys({
  random,
  publicUrl,
}: {
  readonly random: Random;
  readonly publicUrl: string;
}): Passkeys {
  const site = passkeySite(publicUrl);
  return {
    newChallenge: () => Buffer.from(random.bytes(CHALLENGE_BYTES)).toString('base64url'),
    ...creation(site),
    ...request(site),
  };
}

/** WebAuthn, section 7.1. */
function creation(site: PasskeySite): Pick<Passkeys, 'creationOptions' | 'verifyCreation'> {
  return {
    creationOptions: async (challenge, account, existing) => {
      const options = await generateRegistrationOptions({
        rpName: site.name,
        rpID: site.rpId,
        userID: userHandle(account.id),
        userName: account.name,
        userDisplayName: account.name,
        challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
        timeout: CEREMONY_TIMEOUT_MILLISECONDS,
        attestationType: 'none',
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
        excludeCredentials: existing.map(({ credentialId, transports }) => ({
          id: credentialId,
          transports: [...transports],
        })),
      });
      return { ...options };
    },
    verifyCreation: (challenge, response) =>
      refusingAll(() => createdKey(site, challenge, readCreationResponse(response))),
  };
}

async function createdKey(site: PasskeySite, challenge: string, read: CreationResponse): Promise<PasskeyKey> {
  const { clientDataJSON, attestationObject, transports } = read.response;
  requireClientData(clientDataJSON, { type: 'webauthn.create', challenge, origin: site.origin });
  requirePlainAttestation(attestationObject);
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { ...read, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    expectedType: 'webauthn.create',
    requireUserPresence: true,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  });
  if (!registrationInfo) throw factorRefused('the attestation is not signed by the key');
  const { id, publicKey, counter } = registrationInfo.credential;
  if (id !== read.id) throw factorRefused('the authenticator names another credential');
  requireOfferedKey(publicKey);
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: [...new Set(transports ?? [])],
  };
}

/** WebAuthn, section 7.2. */
function request(site: PasskeySite): Pick<Passkeys, 'requestOptions' | 'credentialIdOf' | 'verifyRequest'> {
  return {
    requestOptions: async (challenge, allowed) => {
      const options = await generateAuthenticationOptions({
        rpID: site.rpId,
        challenge: Uint8Array.from(Buffer.from(challenge, 'base64url')),
        timeout: CEREMONY_TIMEOUT_MILLISECONDS,
        userVerification: 'required',
        ...(allowed && {
          allowCredentials: allowed.map(({ credentialId, transports }) => ({
            id: credentialId,
            transports: [...transports],
          })),
        }),
      });
      return { ...options };
    },
    credentialIdOf: (response) => {
      try {
        return readRequestResponse(response).id;
      } catch {
        return undefined;
      }
    },
    verifyRequest: (challenge, response, passkey, accountId) =>
      refusingAll(async () => {
        const read = readRequestResponse(response);
        requireOwn(read, passkey, accountId);
        return { counter: await newCounter(site, challenge, read, passkey) };
      }),
  };
}

/** The library checks neither. An authenticator can leave out the user handle if we named the credential. */
function requireOwn(read: RequestResponse, passkey: PasskeyKey, accountId: string): void {
  if (read.id !== passkey.credentialId) throw factorRefused('the credential is another');
  const handle = read.response.userHandle ?? undefined;
  if (handle === undefined) return;
  if (!Buffer.from(handle, 'base64url').equals(userHandle(accountId))) {
    throw factorRefused('the user handle is of another account');
  }
}

async function newCounter(
  site: PasskeySite,
  challenge: string,
  read: RequestResponse,
  passkey: PasskeyKey,
): Promise<number> {
  const { clientDataJSON, authenticatorData, signature } = read.response;
  requireClientData(clientDataJSON, { type: 'webauthn.get', challenge, origin: site.origin });
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...read, response: { clientDataJSON, authenticatorData, signature }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    expectedType: 'webauthn.get',
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
  });
  if (!verified) throw factorRefused('the signature is not by the key');
  return authenticationInfo.newCounter;
}
