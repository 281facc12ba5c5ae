import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleAccount, sampleAccount } from '../../support/lanyard/accounts.ts';
import { auditHead, existingEvents } from '../../support/lanyard/audit.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { chainAgainWithoutKey, tamper } from '../../support/lanyard/tampering.ts';
import { runProgram } from '../../support/programs/run-program.ts';

const ADMIN = fileURLToPath(import.meta.resolve('@lanyard/server/admin'));
const METRICS_TOKEN = 'a token for the metrics of at least 32 letters'.replaceAll(' ', '-');

/** Copies each waiting event with its code. */
const KEEP_WAITING = `create table kept (event text, mac text); create trigger keep after insert on audit_waiting
  begin insert into kept select new.event, new.mac; end`;

/** Beside a running server, on a database that somebody else wrote to. */
describe('the audit log', () => {
  let lanyard: Lanyard;
  let ada: SampleAccount;
  beforeEach(async () => {
    lanyard = await startLanyard({ settings: { LANYARD_METRICS_TOKEN: METRICS_TOKEN } });
    ada = await sampleAccount(lanyard, 'ada', { isAdministrator: true });
    await existingEvents(lanyard, ada, 8);
    // All events now have their places.
    await auditHead(lanyard);
  });
  afterEach(() => lanyard.stop());

  async function verify(head?: string): Promise<string> {
    const args = [ADMIN, 'audit', 'verify', ...(head === undefined ? [] : ['--head', head])];
    const env = { LANYARD_DATA_DIR: lanyard.dataFolder, LANYARD_PUBLIC_URL: lanyard.url };
    const { exitCode, stdout, stderr } = await runProgram(process.execPath, args, { env });
    expect(exitCode).toBe(stderr === '' ? 0 : 1);
    return `${stdout}${stderr}`.trim();
  }

  const headOf = (said: string) => /head (\S+)$/.exec(said)?.[1] ?? '';

  it('R13: is reported as intact if nothing was changed, and can be verified later with its printed head', async () => {
    const said = await verify();
    expect(said).toMatch(/^the audit log is intact: 10 events, head 10:hmac-[0-9a-f]{64}$/);
    await existingEvents(lanyard, ada, 700);
    expect(await verify(headOf(said))).toMatch(/^the audit log is intact: 710 events/);
    expect(await verify(headOf(said).replace(/.$/, (digit) => (digit === '0' ? '1' : '0')))).toBe(
      'the audit log is not intact: event 10 was changed',
    );
  });

  it('attack 47: is reported as changed if its events were computed again without the key', async () => {
    tamper(lanyard, (database) => database.exec("update audit_events set address = '' where sequence > 5"));
    await chainAgainWithoutKey(lanyard, 6);
    expect(await verify()).toBe('the audit log is not intact: event 6 was written without the key');
  });

  it('attack 47: is reported as cut off if its last events and its head were removed; with an older printed head, also if the tree was removed', async () => {
    const before = headOf(await verify());
    tamper(lanyard, (database) => {
      database.exec('delete from audit_events where sequence > 7');
      database.exec(`update audit_head set sequence = 7,
        digest = (select digest from audit_events where sequence = 7)`);
    });
    expect(await verify()).toBe('the audit log is not intact: event 8 is missing');
    tamper(lanyard, (database) => {
      database.exec("update audit_tree set size = 0, peaks = '', mac = '', checkpoint = null, checkpoint_size = 0");
    });
    expect(await verify()).toMatch(/^the audit log is intact: 7 events/);
    expect(await verify(before)).toBe('the audit log is not intact: event 8 is missing');
  });

  it('is reported as cut off if only its last events were deleted', async () => {
    tamper(lanyard, (database) => database.exec('delete from audit_events where sequence > 7'));
    expect(await verify()).toBe('the audit log is not intact: event 8 is missing');
  });

  it('attack 47: is reported as damaged if its head was set back, and takes no new events', async () => {
    tamper(lanyard, (database) => {
      database.exec(`update audit_head set sequence = 7,
        digest = (select digest from audit_events where sequence = 7)`);
    });
    expect(await verify()).toBe('the audit log is not intact: event 8 is behind the head');
    await expectDamaged();
  });

  it('attack 47: is reported as damaged if an event was forged; a sign-in gets 503 and the server log says why', async () => {
    tamper(lanyard, (database) =>
      database.exec(`insert into audit_events select 11, 'forged', at, action, actor_type, actor_id, 'eve', subject_type,
        subject_id, subject_name, namespace, address, client, data, digest, digest from audit_events where sequence = 10`),
    );
    expect(await verify()).toBe('the audit log is not intact: event 11 is behind the head');
    await expectDamaged();
  });

  it('R13: is reported as damaged if an event that waits for a place was forged or written twice', async () => {
    const forge = (event: string) =>
      tamper(lanyard, (database) => database.exec(`insert into audit_waiting (event, mac) values ('${event}', 'x')`));
    // The database as it is after a change and before its event gets a place.
    tamper(lanyard, (database) => database.exec(KEEP_WAITING));
    await existingEvents(lanyard, ada, 1);
    await lanyard.services.store.placeAuditEvents();
    tamper(lanyard, (database) => database.exec('insert into audit_waiting (event, mac) select event, mac from kept'));
    expect(await verify()).toBe('the audit log is not intact: event 12 is in the log, and also waits for a place');
    tamper(lanyard, (database) => database.exec('delete from audit_waiting'));
    expect(await verify()).toMatch(/^the audit log is intact: 11 events/);
    forge('{}');
    expect(await verify()).toBe('the audit log is not intact: event 12 waits for its place, and no server wrote it');
    await expectDamaged();
    tamper(lanyard, (database) => database.exec("delete from audit_waiting where mac = 'x'"));
    expect((await lanyard.browser().get('/readyz')).status).toBe(200);
  });

  async function expectDamaged(): Promise<void> {
    // The next event finds its place taken. From then on, no event gets a place.
    await lanyard.browser().signIn(ada.name, ada.password);
    await lanyard.services.store.placeAuditEvents().catch(() => undefined);
    const answer = await lanyard.browser().signIn(ada.name, ada.password);
    expect([answer.status, answer.body.error.message]).toEqual([
      503,
      'the audit log of this server was damaged and its operator must check it; nothing was changed',
    ]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await lanyard.browser().get('/readyz')).status).toBe(503);
    // Requests that change nothing still work.
    expect((await ada.browser.get('/api/session')).status).toBe(200);
    const line = lanyard
      .logs()
      .split('\n')
      .find((one) => one.includes('"code":"audit-log-damaged"'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', code: 'audit-log-damaged', status: 503 });
  }

  it('attack 47: takes new events again once the forged event is deleted, and the server is ready', async () => {
    tamper(lanyard, (database) =>
      database.exec(`insert into audit_events select 11, 'forged', at, action, actor_type, actor_id, 'eve', subject_type,
        subject_id, subject_name, namespace, address, client, data, digest, digest from audit_events where sequence = 10`),
    );
    await expectDamaged();
    tamper(lanyard, (database) => database.exec('delete from audit_events where sequence = 11'));
    expect((await lanyard.browser().get('/readyz')).status).toBe(200);
    expect((await lanyard.browser().signIn(ada.name, ada.password)).status).toBe(200);
  });

  it('cannot be verified with another key', async () => {
    const head = headOf(await verify());
    const other = await startLanyard();
    tamper(lanyard, () => undefined);
    const env = {
      LANYARD_DATA_DIR: lanyard.dataFolder,
      LANYARD_MASTER_KEY_FILE: `${other.dataFolder}/master.key`,
      LANYARD_PUBLIC_URL: lanyard.url,
    };
    const { exitCode, stderr } = await runProgram(process.execPath, [ADMIN, 'audit', 'verify', '--head', head], {
      env,
    });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is not the one that sealed the database')]);
    await other.stop();
  });

  it('shows its head in the server log at the start, and in the metrics to those with the metrics token', async () => {
    expect(lanyard.logs()).toMatch(/"auditHead":"0:0{64}"/);
    const again = await startLanyard({
      dataFolder: lanyard.dataFolder,
      settings: { LANYARD_METRICS_TOKEN: METRICS_TOKEN },
    });
    expect(again.logs()).toContain(`"auditHead":"${headOf(await verify())}"`);
    const { body } = await again.browser().get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` });
    expect(body).toMatch(/^lanyard_audit_head_sequence 10$/m);
    await again.stop();
  });

  it('attack 20: shows the number of its events to no one without the metrics token, not even to administrators', async () => {
    const headers = [{}, { authorization: 'Bearer wrong' }, { cookie: ada.browser.cookie() }];
    for (const one of headers) expect((await lanyard.browser().get('/metrics', one)).status).toBe(401);
    const closed = await startLanyard();
    for (const token of ['undefined', METRICS_TOKEN]) {
      const { status } = await closed.browser().get('/metrics', { authorization: `Bearer ${token}` });
      expect(status).toBe(401);
    }
    await closed.stop();
  });

  it('of a version without a key is covered by a keyed event at the next start, and the check says so', async () => {
    await chainAgainWithoutKey(lanyard, 1);
    expect((await verify()).split('\n')[1]).toBe('events 1 to 10 were written without a key; no event covers them yet');
    const again = await startLanyard({ dataFolder: lanyard.dataFolder });
    const said = await verify();
    expect(said.split('\n')).toEqual([
      expect.stringMatching(/^the audit log is intact: 11 events, head 11:hmac-/),
      'events 1 to 10 were written without a key; event 11 covers them',
    ]);
    const events = (await ada.browser.get('/api/server/audit?action=audit-log.keyed')).body.events;
    expect(events).toMatchObject([{ sequence: 11, actor: { type: 'operator' } }]);
    await again.stop();
    tamper(lanyard, (database) => database.exec("update audit_events set address = '' where sequence = 4"));
    expect(await verify()).toBe('the audit log is not intact: event 4 was changed');
  });
});
