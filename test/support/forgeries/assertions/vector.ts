import type { SigningKey } from '../../lanyard/saml-response.ts';
import type { AuthnRequest, Bend, SoftwareIdentityProvider } from '../../lanyard/software-identity-provider.ts';

export interface VectorWorld {
  readonly provider: SoftwareIdentityProvider;
  /** A key that the service provider does not know. */
  readonly attacker: SigningKey;
  /** The request whose answer the service provider waits for. */
  readonly request: AuthnRequest;
  /** The service provider's time, in milliseconds since the epoch. */
  readonly now: number;
}

/** One way to lie. */
export interface AssertionVector {
  readonly name: string;
  /** The fault that must be found. A vector that is refused for another reason proves nothing. */
  readonly why: RegExp;
  /** Base64, as it is posted. */
  make(world: VectorWorld): string;
}

/** A response with wrong content. */
export function bent(name: string, why: RegExp, bend: (world: VectorWorld) => Bend): AssertionVector {
  return { name, why, make: (world) => base64(response(world, bend(world))) };
}

/** A good response that was changed after it was signed. */
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

/** Replaces the first `part`, which must exist. */
export function swap(xml: string, part: string | RegExp, replacement: string): string {
  const after = xml.replace(part, () => replacement);
  if (after === xml) throw new Error(`nothing to swap: ${part}`);
  return after;
}

/** The first match, which must exist. */
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
