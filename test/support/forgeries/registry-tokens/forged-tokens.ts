import { changedForgeries } from './changed-forgeries.ts';
import { encodePart, type Forgery, type ForgeryTarget, macBy } from './forgery.ts';
import { ownKeyForgeries } from './own-key-forgeries.ts';

/** Everything that an attacker with an honest token and all public values, but without a private key, can make. */
export async function forgedTokens(target: ForgeryTarget): Promise<readonly Forgery[]> {
  return [
    ...unsignedForgeries(target),
    ...publicKeyForgeries(target),
    ...(await ownKeyForgeries(target)),
    ...changedForgeries(target),
  ];
}

const ALGORITHMS: readonly unknown[] = ['none', 'None', 'NONE', 'nOnE', 'null', '', null, 0, true, [], ['none'], {}];

/** Tokens that claim to need no signature. */
export function unsignedForgeries({ honest, wanted }: ForgeryTarget): readonly Forgery[] {
  const claims = encodePart(wanted);
  const [, , signature] = honest.encoded;
  const signatures = { 'no signature': '', 'the honest signature': signature, 'one byte': 'AA' };
  const algorithms = ALGORITHMS.map((alg) => ({ name: JSON.stringify(alg), header: { ...honest.header, alg } }));
  const { alg: _, ...withoutAlgorithm } = honest.header;
  const headers = [
    ...algorithms,
    { name: 'absent', header: withoutAlgorithm },
    { name: 'the honest', header: honest.header },
  ];
  return headers.flatMap(({ name, header }) =>
    Object.entries(signatures).map(([what, text]) => ({
      name: `alg ${name} with ${what}`,
      token: `${encodePart(header)}.${claims}.${text}`,
    })),
  );
}

/** Attack 3: public values used as the secret of an HMAC. */
export function publicKeyForgeries({ honest, wanted, publicMaterial }: ForgeryTarget): readonly Forgery[] {
  const { x5c: _, ...withoutChain } = honest.header;
  const headers =
    'x5c' in honest.header ? { honest: honest.header, 'chainless honest': withoutChain } : { honest: honest.header };
  return ['HS256', 'HS384', 'HS512'].flatMap((alg) =>
    Object.entries(headers).flatMap(([kind, header]) =>
      Object.entries(publicMaterial).map(([what, secret]) => ({
        name: `${alg} with ${what} as secret and the ${kind} header`,
        token: macBy(alg, secret, { ...header, alg }, wanted),
      })),
    ),
  );
}
