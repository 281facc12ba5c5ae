import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { requireClientData } from './client-data.ts';
import { factorRefused, refusingAll } from './factor-refusal.ts';
import type { PasskeyKey, Passkeys } from './passkey-key.ts';
import { type RequestResponse, readRequestResponse } from './passkey-response.ts';
import { CEREMONY_TIMEOUT_MILLISECONDS, type PasskeySite } from './passkey-site.ts';
import { userHandle } from './user-handle.ts';

/** WebAuthn, section 7.2. */
export function createPasskeyRequest(
  site: PasskeySite,
): Pick<Passkeys, 'requestOptions' | 'credentialIdOf' | 'verifyRequest'> {
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
        return { counter: await verify(site, challenge, read, passkey) };
      }),
  };
}

/** The library looks at neither. Authenticators may leave the user handle out where the credential was named to them. */
function requireOwn(read: RequestResponse, passkey: PasskeyKey, accountId: string): void {
  if (read.id !== passkey.credentialId) throw factorRefused('the credential is another');
  const handle = read.response.userHandle ?? undefined;
  if (handle === undefined) return;
  if (!Buffer.from(handle, 'base64url').equals(userHandle(accountId))) {
    throw factorRefused('the user handle is of another account');
  }
}

async function verify(
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
