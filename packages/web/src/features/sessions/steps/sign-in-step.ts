export type SecondFactorMethod = 'totp' | 'passkey' | 'recovery-code';

/** Where somebody is on the way in. */
export type SignInStep =
  | { readonly type: 'first' }
  | { readonly type: 'second-factor'; readonly methods: readonly SecondFactorMethod[] }
  /** At the provider a person was proven whose account is there already: its password connects the two. */
  | { readonly type: 'connect' }
  | { readonly type: 'find-organization' };

const METHODS: readonly string[] = ['totp', 'passkey', 'recovery-code'];

/** From the address that the server leads back to after a provider. */
export function signInStepOf({
  step,
  methods = '',
}: {
  readonly step?: string;
  readonly methods?: string;
}): SignInStep {
  if (step === 'connect') return { type: 'connect' };
  if (step !== 'second-factor') return { type: 'first' };
  const known = methods.split(',').filter((method) => METHODS.includes(method)) as SecondFactorMethod[];
  return { type: 'second-factor', methods: known };
}
