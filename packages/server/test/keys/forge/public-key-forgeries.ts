import { macBy } from './attacker-keys.ts';
import type { Forgery, ForgeryTarget } from './forgery.ts';

/** Attack 3: what is public, taken for the secret of an HMAC. */
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
