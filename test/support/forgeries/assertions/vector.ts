import type { SigningKey } from '../../lanyard/saml-response.ts';
import type { AuthnRequest, Bend, SoftwareIdentityProvider } from '../../lanyard/software-identity-provider.ts';

export interface VectorWorld {
  readonly provider: SoftwareIdentityProvider;
  /** A key that the service provider was never told. */
  readonly attacker: SigningKey;
  /** What the service provider asked, and waits for the answer to. */
  readonly request: AuthnRequest;
  /** Of the service provider's clock, in milliseconds since the epoch. */
  readonly now: number;
}

/** One way to lie. */
export interface AssertionVector {
  readonly name: string;
  /** What is found to be wrong: a vector that is refused for another reason proves nothing. */
  readonly why: RegExp;
  /** Base64, as it is posted. */
  make(world: VectorWorld): string;
}

/** A response that is wrong in what it says. */
export function bent(name: string, why: RegExp, bend: (world: VectorWorld) => Bend): AssertionVector {
  return { name, why, make: (world) => base64(response(world, bend(world))) };
}

/** A good response, changed after it was signed. */
export function changed(
  name: string,
  why: RegExp,
  change: (xml: string, world: VectorWorld) => string,
  bend: Bend = {},
): AssertionVector {
  return {
    name,
    why,
    make: (world) => {
      const before = response(world, bend);
      const after = change(before, world);
      if (after === before) throw new Error(`the vector "${name}" changes nothing`);
      return base64(after);
    },
  };
}

/** Puts `replacement` for the first `part`, which must be there. */
export function swap(xml: string, part: string | RegExp, replacement: string): string {
  const after = xml.replace(part, () => replacement);
  if (after === xml) throw new Error(`nothing to swap: ${part}`);
  return after;
}

/** The first match, which must be there. */
export function partOf(xml: string, pattern: RegExp): string {
  const part = pattern.exec(xml)?.[0];
  if (part === undefined) throw new Error(`no part: ${pattern}`);
  return part;
}

function response({ provider, request, now }: VectorWorld, bend: Bend): string {
  return provider.xml(request, { now, ...bend });
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
