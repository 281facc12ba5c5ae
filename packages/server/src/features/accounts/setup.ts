import { DomainError } from '@lanyard/core/domain-error';
import type { RandomBytes } from '@lanyard/core/random-text';
import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { OPERATOR, type Source } from '../access/caller.ts';
import { accountSubject, inNameOf, partyOf, subjectOf, transact } from '../access/change.ts';
import { type StartedSession, startSession } from '../sessions/start-session.ts';
import { type NewAccountInput, newAccount } from './accounts.ts';

export const SETUP_CODE_SECONDS = 900;
/** Crockford's alphabet: it has no letter that looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;
const GROUP = /.{4}(?=.)/g;

/**
 * The only code that can create the first administrator. It replaces any earlier code. Undefined if there is an
 * administrator already.
 */
export async function issueSetupCode(services: Services): Promise<Secret | undefined> {
  const code = makeSetupCode(services.random.bytes);
  const digest = services.digester.digest('setup-code', code);
  return transact(services, OPERATOR, async ({ records, now, audit }) => {
    if (await records.accounts.hasAdministrator()) return undefined;
    const expiresAt = now + SETUP_CODE_SECONDS * 1000;
    await records.setupCodes.put(digest, expiresAt);
    await audit('setup-code.issued', subjectOf('operator', { id: 'operator', name: 'operator' }, null), { expiresAt });
    return code;
  });
}

/**
 * 80 random bits as `XXXX-XXXX-XXXX-XXXX`. Each of the 32 letters uses five bits of a byte, so all are equally likely.
 */
function makeSetupCode(randomBytes: RandomBytes): Secret {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return new Secret(letters.join('').replace(GROUP, '$&-'));
}

/** True while a set-up code waits for the first administrator. */
export async function isSetupOpen({ store, clock }: Services): Promise<boolean> {
  if (await store.read.accounts.hasAdministrator()) return false;
  return store.read.setupCodes.isOpen(clock.now());
}

/**
 * Creates the first administrator and signs them in. The code is used up in the same transaction, so after a failure it
 * is still valid. Errors: `invalid-input`, `setup-done`, `setup-code-invalid`, `conflict`.
 */
export async function completeSetup(
  services: Services,
  source: Source,
  input: NewAccountInput & { readonly code: Secret },
): Promise<StartedSession & { readonly account: Account }> {
  const draft = newAccount(services, input, true);
  const digest = services.digester.digest('setup-code', canonicalSetupCode(input.code));
  return transact(services, source, async (change) => {
    const { records, now } = change;
    if (await records.accounts.hasAdministrator()) throw new DomainError('setup-done', {});
    if (!(await records.setupCodes.take(digest, now))) throw new DomainError('setup-code-invalid', {});
    // Hashed only after the check of the code, so that a wrong code costs no hash.
    const account = { ...draft, passwordHash: await services.passwords.hash(input.password) };
    await records.accounts.insert(account);
    const facts = { email: account.email, isAdministrator: true };
    await inNameOf(change, partyOf('account', account), 'set-up code').audit(
      'account.created',
      accountSubject(account),
      facts,
    );
    const started = await startSession(change, account, { proofs: ['password'], organizationId: null });
    return { ...started, account };
  });
}

/** The code as it was printed, in whatever form it was typed. */
function canonicalSetupCode(typed: Secret): Secret {
  const letters = typed.reveal().toUpperCase().replace(/[\s-]/g, '');
  return new Secret(letters.replaceAll('O', '0').replace(/[IL]/g, '1').replace(GROUP, '$&-'));
}
