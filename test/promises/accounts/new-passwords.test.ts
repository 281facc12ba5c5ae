import { explainFault } from '@lanyard/server/app/explain-fault';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existingAccount, freshName, sampleAccount } from '../../support/lanyard/accounts.ts';
import { setupCodeOfStart } from '../../support/lanyard/background-work.ts';
import { existingResetCode } from '../../support/lanyard/existing-credentials.ts';
import { operatorRuns } from '../../support/lanyard/operator.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';

const COMMON = ['password', 'PassWord', ' password1 ', 'qwertyuiop', 'passwordpassword'];
const MANY_USE = /many people use/;
const TOO_SHORT = /at least 15 characters for an administrator/;
const FOURTEEN = 'fourteen chars';
const FIFTEEN = 'fifteen letters';

describe('a new password', () => {
  let lanyard: Lanyard;
  let setupCode: string | undefined;
  beforeAll(async () => {
    lanyard = await startLanyard();
    setupCode = await setupCodeOfStart(lanyard);
  });
  afterAll(() => lanyard?.stop());

  type Owner = { readonly isAdministrator: boolean };

  /** Each place where a password is set. It returns the error, or nothing if the password is accepted. */
  const PLACES: Readonly<Record<string, (password: string, owner: Owner) => Promise<string>>> = {
    'a new account by an administrator': async (password, { isAdministrator }) => {
      const root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
      const name = freshName('new');
      const input = { name, email: `${name}@example.com`, password, isAdministrator };
      return messageOf(await root.browser.post('/api/accounts', input));
    },
    'a new account by the operator': (password, { isAdministrator }) => {
      const name = freshName('new');
      const flag = isAdministrator ? ' --admin' : '';
      const command = `account create ${name} --email ${name}@example.com --password-stdin${flag}`;
      return operatorRuns(lanyard, command, password).then(() => '', explainFault);
    },
    'a new password by the operator': async (password, owner) => {
      const name = freshName('person');
      await existingAccount(lanyard, { name, password: 'the one before it', ...owner });
      return operatorRuns(lanyard, `account set-password ${name} --password-stdin`, password).then(
        () => '',
        explainFault,
      );
    },
    'a change by the owner': async (password, owner) => {
      const account = await sampleAccount(lanyard, freshName('person'), owner);
      const body = { currentPassword: account.password, newPassword: password };
      return messageOf(await account.browser.put('/api/account/password', body));
    },
    'a reset by mail': async (password, owner) => {
      const id = await existingAccount(lanyard, { name: freshName('person'), password: 'the one before it', ...owner });
      const code = await existingResetCode(lanyard, id);
      return messageOf(await lanyard.browser().post('/api/password-resets/complete', { code, password }));
    },
  };

  function messageOf({ status, body }: { readonly status: number; readonly body: unknown }): string {
    return status < 300 ? '' : JSON.stringify(body);
  }

  it('of the first administrator must not be common or short', async () => {
    const setUp = (password: string) =>
      lanyard.browser().post('/api/setup', { code: setupCode, name: 'first', email: 'first@example.com', password });
    expect(messageOf(await setUp('password'))).toMatch(MANY_USE);
    expect(messageOf(await setUp(FOURTEEN))).toMatch(TOO_SHORT);
    expect((await setUp(FIFTEEN)).status).toBe(201);
  });

  it.each(Object.entries(PLACES))(
    '%s: refuses a password that many people use, in upper or lower case',
    async (_place, set) => {
      for (const password of COMMON) expect(await set(password, { isAdministrator: false })).toMatch(MANY_USE);
      expect(await set('a rare one', { isAdministrator: false })).toBe('');
    },
  );

  it.each(Object.entries(PLACES))(
    '%s: requires 15 characters for an administrator without a second factor',
    async (_, set) => {
      expect(await set(FOURTEEN, { isAdministrator: true })).toMatch(TOO_SHORT);
      expect(await set(FIFTEEN, { isAdministrator: true })).toBe('');
    },
  );

  it('can be shorter for an administrator with a second factor', async () => {
    const root = await sampleAccount(lanyard, freshName('root'), { isAdministrator: true });
    await sampleTotp(lanyard, root.browser);
    const body = { currentPassword: root.password, newPassword: FOURTEEN };
    expect((await root.browser.put('/api/account/password', body)).status).toBe(204);
  });
});
