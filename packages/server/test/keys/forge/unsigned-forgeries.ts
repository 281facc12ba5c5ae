import { encodePart } from './compact-token.ts';
import type { Forgery, ForgeryTarget } from './forgery.ts';

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
