import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entrance, isFreshSignIn, type Login, nextLoginStep, type Proof } from '../../src/sessions/login-flow.ts';

const PROOFS: readonly Proof[] = ['password', 'passkey', 'single-sign-on', 'totp', 'recovery-code'];
const ENTRANCES: readonly Entrance[] = ['browser', 'hub', 'program'];
const LISTS: readonly (readonly Proof[])[] = [
  [],
  ...PROOFS.map((one) => [one]),
  ...PROOFS.flatMap((one) => PROOFS.map((two) => [one, two])),
];

function everyOf<Key extends keyof Login>(key: Key, values: readonly Login[Key][]) {
  return (login: Login): readonly Login[] => values.map((value) => ({ ...login, [key]: value }));
}

const NOBODY: Login = {
  entrance: 'browser',
  proofs: [],
  through: null,
  hasSecondFactor: false,
  isAdministrator: false,
  singleSignOnBy: null,
  breakGlass: 'not-asked',
};

const EVERY_LOGIN: readonly Login[] = [NOBODY]
  .flatMap(everyOf('entrance', ENTRANCES))
  .flatMap(everyOf('proofs', LISTS))
  .flatMap(everyOf('through', [null, 'acme', 'globex']))
  .flatMap(everyOf('hasSecondFactor', [false, true]))
  .flatMap(everyOf('isAdministrator', [false, true]))
  .flatMap(everyOf('singleSignOnBy', [null, 'acme']))
  .flatMap(everyOf('breakGlass', ['not-asked', 'permitted', 'not-permitted']));

/** Each promise by itself, written without the words of the others. */
function stepByHand(login: Login): string {
  const { entrance, proofs, through, hasSecondFactor, isAdministrator, singleSignOnBy, breakGlass } = login;
  const opened = proofs[0] === 'password' || proofs[0] === 'passkey' || proofs[0] === 'single-sign-on';
  if (!opened) return 'ask-first';
  const atOwnProvider = singleSignOnBy === null || through === singleSignOnBy;
  const aroundIt = !atOwnProvider && entrance === 'browser' && breakGlass === 'permitted';
  if (!atOwnProvider && !aroundIt) return `refused single-sign-on ${singleSignOnBy}`;
  const onlyTheProvider = proofs[0] === 'single-sign-on' && !proofs.includes('password');
  if (isAdministrator && onlyTheProvider && !hasSecondFactor) return 'refused administrator';
  const factorShown =
    proofs[0] === 'passkey' || proofs.slice(1).some((one) => /^(passkey|totp|recovery-code)$/.test(one));
  const factorOwed = hasSecondFactor && !factorShown;
  if (factorOwed && entrance === 'program') return 'refused second-factor';
  if (factorOwed) return 'ask-second';
  return `signed-in around ${aroundIt ? singleSignOnBy : null}`;
}

function told(login: Login): string {
  const step = nextLoginStep(login);
  if (step.type === 'signed-in') return `signed-in around ${step.around}`;
  if (step.type !== 'refused') return step.type;
  return `refused ${step.because}${step.because === 'single-sign-on' ? ` ${step.organization}` : ''}`;
}

describe('the login flow', () => {
  it('follows the same rule at every entrance, in every combination', () => {
    expect(EVERY_LOGIN.length).toBe(3 * 31 * 3 * 2 * 2 * 2 * 3);
    expect(EVERY_LOGIN.map(told)).toEqual(EVERY_LOGIN.map(stepByHand));
  });

  it('signs nobody in without a first proof, and nobody with a second factor by the first proof alone', () => {
    for (const login of EVERY_LOGIN) {
      const isIn = nextLoginStep(login).type === 'signed-in';
      if (login.proofs.length === 0) expect(isIn).toBe(false);
      const [only, more] = login.proofs;
      if (login.hasSecondFactor && more === undefined && only !== 'passkey') expect(isIn).toBe(false);
    }
  });

  it('never asks for more because of an additional proof', () => {
    const proof = fc.constantFrom(...PROOFS);
    fc.assert(
      fc.property(fc.constantFrom(...EVERY_LOGIN), proof, (login, more) => {
        fc.pre(nextLoginStep(login).type === 'signed-in');
        expect(nextLoginStep({ ...login, proofs: [...login.proofs, more] })).toEqual(nextLoginStep(login));
      }),
    );
  });
});

describe('R34: a sign-in that happened', () => {
  it.each([
    [0, true],
    [599_999, true],
    [600_000, true],
    [600_001, false],
    [86_400_000, false],
  ])('%d ms ago is fresh: %s', (ago, fresh) => {
    expect(isFreshSignIn(1_700_000_000_000 - ago, 1_700_000_000_000)).toBe(fresh);
  });
});
