import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import {
  acceptInvitation,
  joinOrganization,
  sampleAccount,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { auditHead } from '../../support/lanyard/audit.ts';
import { usesWritten } from '../../support/lanyard/background-work.ts';
import { sampleCommandLine } from '../../support/lanyard/command-lines.ts';
import { existingDeviceCode, existingResetCode } from '../../support/lanyard/existing-credentials.ts';
import { sampleTotp } from '../../support/lanyard/second-factors.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { requestToken, sampleToken } from '../../support/lanyard/tokens.ts';

/** The tables that can still name a deleted account, each with the reason. */
const KEPT: Readonly<Record<string, string>> = {
  access_tokens: 'whoever holds the secret is told that it was deleted (decision 5)',
  audit_events: 'events are never deleted',
  invitations: 'to an address or a name that nobody has any more; it ends within a week',
  namespace_uses: 'the owners of a namespace see who used it',
  namespaces: 'nobody gets the name again (decision 38)',
  notices: 'what waits to be told, for some days',
  reach_rulings: 'the word of another organization about the token',
  token_usage: 'kept as long as all uses',
};

/** The tables with a row that contains one of these texts. */
function tablesWith({ dataFolder }: Lanyard, texts: readonly string[]): readonly string[] {
  const database = new DatabaseSync(`${dataFolder}/lanyard.db`, { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const found = tables.filter(({ name }) => {
    const rows = database.prepare(`select * from ${name}`).all();
    const values = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string');
    return values.some((value) => texts.some((text) => value.includes(text)));
  });
  database.close();
  return found.map(({ name }) => String(name)).sort();
}

it('R3: a deleted account is only in tables that keep it for a stated reason', async () => {
  const lanyard = await startLanyard();
  const root = await sampleAccount(lanyard, 'root', { isAdministrator: true });
  const { owner, name: acme, path } = await sampleOrganization(lanyard);
  const other = await sampleOrganization(lanyard);
  const ada = await sampleAccount(lanyard, 'ada-lovelace');
  const { get, post, put } = ada.browser;
  await joinOrganization(owner, path, ada);
  await owner.browser.put(`${path}/members/${ada.name}`, { role: 'owner' });
  await owner.browser.post(`${path}/teams`, { name: 'crew' });
  await owner.browser.put(`${path}/teams/crew/members/${ada.name}`);
  await owner.browser.post('/api/repositories', { name: `${acme}/app` });
  const right = { subjectType: 'account', subject: ada.name, right: 'write' };
  await owner.browser.put(`/api/repository/rights?name=${acme}/app`, right);
  const { id: tokenId, secret } = await sampleToken(ada, { actions: ['pull', 'push'] });
  await owner.browser.post(`${path}/access-review/rulings`, { ruling: 'block', tokens: [tokenId], reason: 'old' });
  // One that the account sent, one that it received, and one that it accepted before it left.
  await post(`${path}/invitations`, { account: 'somebody', role: 'member' });
  await other.owner.browser.post(`${other.path}/invitations`, { account: ada.name, role: 'member' });
  await acceptInvitation(ada, other.name);
  await ada.browser.delete(`${other.path}/members/${ada.name}`);
  await other.owner.browser.post(`${other.path}/invitations`, { email: `${ada.name}@example.com`, role: 'member' });
  await post('/api/repositories', { name: `${ada.name}/app` });
  await put('/api/account/notices', { unwanted: ['token-created'] });
  await requestToken(lanyard, { credential: `${ada.name}:${secret}`, scopes: [`repository:${ada.name}/app:pull`] });
  await (await sampleCommandLine(lanyard, ada)).generate();
  await existingResetCode(lanyard, ada.id);
  await existingDeviceCode(lanyard, ada.id, 'cli');
  await sampleTotp(lanyard, ada.browser);
  await usesWritten(lanyard);
  expect((await get('/api/account/factors')).status).toBe(200);
  const texts = [ada.id, ada.name, tokenId];
  // This ensures that there was something to delete.
  const before = tablesWith(lanyard, texts);
  expect(before.length).toBeGreaterThan(Object.keys(KEPT).length + 10);
  expect((await root.browser.delete(`/api/accounts/${ada.name}`)).status).toBe(204);
  await auditHead(lanyard);
  expect(tablesWith(lanyard, texts).filter((table) => !(table in KEPT))).toEqual([]);
  await lanyard.stop();
});
