import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { requireClientData } from './client-data.ts';
import { factorRefused, refusingAll } from './factor-refusal.ts';
import { requirePlainAttestation } from './passkey-attestation.ts';
import type { PasskeyKey, Passkeys } from './passkey-key.ts';
import { OFFERED_ALGORITHMS, requireOfferedKey } from './passkey-public-key.ts';
import { type CreationResponse, readCreationResponse } from './passkey-response.ts';
import { CEREMONY_TIMEOUT_MILLISECONDS, type PasskeySite } from './passkey-site.ts';
import { userHandle } from './user-handle.ts';

const ALGORITHMS = [...OFFERED_ALGORITHMS];

/** WebAuthn, section 7.1. */
export function createPasskeyCreation(site: PasskeySite): Pick<Passkeys, 'creationOptions' | 'verifyCreation'> {
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
    verifyCreation: (challenge, response) => refusingAll(() => verify(site, challenge, readCreationResponse(response))),
  };
}

async function verify(site: PasskeySite, challenge: string, read: CreationResponse): Promise<PasskeyKey> {
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
