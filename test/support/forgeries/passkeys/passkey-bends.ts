import type { AuthenticatorData, CborValue } from '../../lanyard/passkey-data.ts';
import type { Bend } from '../../lanyard/software-authenticator.ts';

type Members = Readonly<Record<string, unknown>>;

export const says = (members: Members): Bend => ({ clientData: (honest) => ({ ...honest, ...members }) });

/** Changes the text of the client data. */
export const text = (change: (json: string) => string): Bend => ({
  clientDataBytes: (bytes) => Buffer.from(change(bytes.toString())),
});

export const data = (members: Partial<AuthenticatorData>): Bend => ({
  authenticatorData: (honest) => ({ ...honest, ...members }),
});

export const flags = (change: (honest: number) => number): Bend => ({
  authenticatorData: (honest) => ({ ...honest, flags: change(honest.flags) }),
});

export const response = (members: Members): Bend => ({ response: (honest) => ({ ...honest, ...members }) });

export const origin = (change: (url: URL) => string): Bend => ({
  clientData: (honest) => ({ ...honest, origin: change(new URL(String(honest.origin))) }),
});

/** Changes the bytes, or the text, of the honest challenge. */
export const challenge = (change: (bytes: Buffer, challenge: string) => string): Bend => ({
  clientData: (honest) => {
    const said = String(honest.challenge);
    return { ...honest, challenge: change(Buffer.from(said, 'base64url'), said) };
  },
});

export const flip = (bytes: Buffer, at: number): Buffer => {
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
  return flipped;
};
/** Changes the bytes of a member of `response` after everything is signed. */
export const late = (name: string, change: (bytes: Buffer) => Buffer | string): Bend => ({
  response: (honest) => {
    const bent = change(Buffer.from(String(honest[name]), 'base64url'));
    return { ...honest, [name]: typeof bent === 'string' ? bent : bent.toString('base64url') };
  },
});

export const attestation = (members: Readonly<Record<string, CborValue>>): Bend => ({
  attestation: (honest) => new Map([...honest, ...Object.entries(members)]),
});

/** Changes the public key in COSE form. */
export const key = (
  change: (honest: ReadonlyMap<string | number, CborValue>) => ReadonlyMap<string | number, CborValue>,
): Bend => ({
  authenticatorData: (honest) =>
    honest.credential
      ? { ...honest, credential: { ...honest.credential, coseKey: change(honest.credential.coseKey) } }
      : honest,
});

export const keyWith = (members: readonly (readonly [number, CborValue])[]) =>
  key((honest) => new Map([...honest, ...members]));

/** A key for RS256. */
export const rsaKey = (modulus: Buffer, exponent: Buffer) =>
  key(
    () =>
      new Map<number, CborValue>([
        [1, 3],
        [3, -257],
        [-1, modulus],
        [-2, exponent],
      ]),
  );
