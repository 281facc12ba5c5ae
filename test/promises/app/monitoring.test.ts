import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { sampleAccount } from '../../support/lanyard/accounts.ts';
import { existingNotices } from '../../support/lanyard/notices.ts';
import { type Lanyard, startLanyard } from '../../support/lanyard/start-lanyard.ts';
import { tamper } from '../../support/lanyard/tampering.ts';
import { sampleToken } from '../../support/lanyard/tokens.ts';
import { describeWith } from '../../support/programs/installed-programs.ts';
import { runProgram } from '../../support/programs/run-program.ts';
import { temporaryFolder } from '../../support/programs/temporary-folder.ts';

const METRICS_TOKEN = 'a token for the metrics of at least 32 letters'.replaceAll(' ', '-');
const DEPLOY = fileURLToPath(new URL('../../../deploy/', import.meta.url));
const OPERATE = fileURLToPath(new URL('../../../docs/operate.md', import.meta.url));

const METRIC = /\blanyard_[a-z_]+/g;

interface AlertFile {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly datasource: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig: { readonly defaults: { readonly unit?: string } };
  readonly targets: readonly { readonly refId: string; readonly expr: string }[];
}

async function panels(): Promise<readonly Panel[]> {
  return JSON.parse(await readFile(`${DEPLOY}grafana/lanyard.json`, 'utf8')).panels;
}

/** The names of the labels of each metric, in Prometheus' text format. */
function labelsOf(metrics: string): ReadonlyMap<string, readonly string[]> {
  const lines = [...metrics.matchAll(/^(lanyard_[a-z_]+)(?:\{(.*)\})? \S+$/gm)];
  return new Map(
    lines.map(([, name = '', text = '']) => [name, [...text.matchAll(/(\w+)="/g)].map(([, one = '']) => one)]),
  );
}

async function metricsOf(lanyard: Lanyard): Promise<string> {
  const { status, body } = await lanyard.browser().get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` });
  expect(status).toBe(200);
  return body;
}

/** The value of the line that begins with this text. NaN if there is none. */
async function metricOf(lanyard: Lanyard, start: string): Promise<number> {
  const line = (await metricsOf(lanyard)).split('\n').find((one) => one.startsWith(`${start} `));
  return line === undefined ? Number.NaN : Number(line.split(' ').at(-1));
}

const withServer = async (work: (lanyard: Lanyard) => Promise<void>) => {
  const lanyard = await startLanyard({ settings: { LANYARD_METRICS_TOKEN: METRICS_TOKEN } });
  await work(lanyard);
  await lanyard.stop();
};

describe('the metrics', () => {
  it('have every name that an alert or a panel asks for', async () => {
    await withServer(async (lanyard) => {
      await sampleAccount(lanyard, 'ada');
      await lanyard.browser().signIn('ada', 'wrong');
      const metrics = await metricsOf(lanyard);
      for (const file of ['prometheus/alerts.yaml', 'grafana/lanyard.json']) {
        const text = await readFile(`${DEPLOY}${file}`, 'utf8');
        const names = new Set(text.match(/\blanyard_[a-z_]+/g));
        expect(names.size).toBeGreaterThan(8);
        expect(
          [...names].filter((name) => !metrics.includes(`\n${name}`)),
          file,
        ).toEqual([]);
      }
    });
  });

  it('have every label that an alert or a panel filters or groups by', async () => {
    await withServer(async (lanyard) => {
      const ada = await sampleAccount(lanyard, 'ada');
      await sampleToken(ada, { actions: ['pull'] });
      await lanyard.browser().signIn('ada', 'wrong');
      const labels = labelsOf(await metricsOf(lanyard));
      const alerts = parse(await readFile(`${DEPLOY}prometheus/alerts.yaml`, 'utf8')) as AlertFile;
      const rules = alerts.groups.flatMap((group) => group.rules.map(({ expr }) => expr));
      const asked = [...rules, ...(await panels()).flatMap(({ targets }) => targets.map(({ expr }) => expr))];
      expect(asked.length).toBeGreaterThan(25);
      for (const expr of asked) {
        const known = new Set(['instance', ...[...expr.matchAll(METRIC)].flatMap(([name]) => labels.get(name) ?? [])]);
        const used = [...expr.matchAll(/([a-z_]+)(?==~?")/g), ...[...expr.matchAll(/by \(([^)]*)\)/g)]];
        const names = used.flatMap(([, found = '']) => found.split(', '));
        expect(
          names.filter((name) => !known.has(name) && name !== 'job'),
          expr,
        ).toEqual([]);
      }
    });
  });

  it('count refusals by cause, and audit events by action', async () => {
    await withServer(async (lanyard) => {
      await sampleAccount(lanyard, 'ada');
      await lanyard.browser().signIn('ada', 'wrong');
      await lanyard.browser().get('/token?service=lanyard&scope=repository:a/b:pull', {
        authorization: `Basic ${Buffer.from('ada:wrong').toString('base64')}`,
      });
      expect(await metricOf(lanyard, 'lanyard_refusals_total{route="/api/session",code="invalid-credential"}')).toBe(1);
      expect(await metricOf(lanyard, 'lanyard_refusals_total{route="/token",code="invalid-credential"}')).toBe(1);
      expect(await metricOf(lanyard, 'lanyard_audit_events_total{action="session.started"}')).toBe(1);
    });
  });

  it('show how old a mail, a checkpoint, a signing key and a certificate are', async () => {
    await withServer(async (lanyard) => {
      const { id } = await sampleAccount(lanyard, 'ada');
      expect(await metricOf(lanyard, 'lanyard_outbox_oldest_mail_seconds')).toBe(0);
      await existingNotices(lanyard, [id]);
      lanyard.clock.advance(1000);
      expect(await metricOf(lanyard, 'lanyard_outbox_oldest_mail_seconds')).toBeGreaterThanOrEqual(1000);
      // It is signed again within a second.
      await expect
        .poll(() => metricOf(lanyard, 'lanyard_audit_checkpoint_age_seconds'), { timeout: 20_000 })
        .toBeLessThan(100);
      const [root] = /lanyard_certificate_ends_seconds\{key="root:[^}]+\} \S+/.exec(await metricsOf(lanyard)) ?? [];
      expect(Number(root?.split(' ')[1])).toBeGreaterThan(86_400);
      expect(await metricOf(lanyard, 'lanyard_signing_key_age_seconds{key="audit-log"}')).toBeGreaterThanOrEqual(1000);
      expect(await metricOf(lanyard, 'lanyard_database_up')).toBe(1);
    });
  });

  it('count the tokens of all owners by kind, origin and status', async () => {
    await withServer(async (lanyard) => {
      const ada = await sampleAccount(lanyard, 'ada');
      const soon = new Date(lanyard.clock.now() + 60_000).toISOString();
      const made: string[] = [];
      for (const expiresAt of [null, soon, null, null])
        made.push((await sampleToken(ada, { actions: ['pull'] }, expiresAt)).id);
      await ada.browser.patch(`/api/tokens/${made[2]}`, { active: false });
      await ada.browser.delete(`/api/tokens/${made[3]}`);
      lanyard.clock.advance(61);
      for (const status of ['active', 'inactive', 'expired']) {
        const tokens = metricOf(lanyard, `lanyard_tokens{kind="pat",origin="manual",status="${status}"}`);
        expect([status, await tokens]).toEqual([status, 1]);
      }
    });
  });

  it('show how late uses and webhook deliveries are', async () => {
    await withServer(async (lanyard) => {
      const { services, clock } = lanyard;
      expect(await metricOf(lanyard, 'lanyard_usage_oldest_seconds')).toBe(0);
      expect(await metricOf(lanyard, 'lanyard_outbox_oldest_webhook_seconds')).toBe(0);
      await services.store.close();
      const pulled = { registry: 'default', repository: 'a/b', actions: 'pull', address: '', client: '' } as const;
      services.usage.record({ tokenId: 'of nobody', at: clock.now(), ...pulled });
      await services.usage.flush();
      clock.advance(90);
      services.usage.record({ tokenId: 'of nobody', at: clock.now(), ...pulled });
      expect(await metricOf(lanyard, 'lanyard_usage_oldest_seconds')).toBeGreaterThanOrEqual(90);
      expect(await metricOf(lanyard, 'lanyard_usage_lost')).toBe(0);
    });
  });

  it('show that the audit log accepts no more events', async () => {
    await withServer(async (lanyard) => {
      const ada = await sampleAccount(lanyard, 'ada');
      await lanyard.services.store.read.audit.head();
      tamper(lanyard, (database) => database.exec('update audit_head set sequence = 1'));
      await lanyard.browser().signIn(ada.name, ada.password);
      await expect.poll(() => metricOf(lanyard, 'lanyard_audit_damaged')).toBe(1);
      expect((await lanyard.browser().signIn(ada.name, ada.password)).status).toBe(503);
    });
  });

  it('show that the audit log accepts no more events, also if nobody has changed anything since', async () => {
    await withServer(async (lanyard) => {
      await sampleAccount(lanyard, 'ada');
      await lanyard.services.store.read.audit.head();
      expect(await metricOf(lanyard, 'lanyard_audit_damaged')).toBe(0);
      tamper(lanyard, (database) => database.exec('update audit_head set sequence = 1'));
      await expect.poll(() => metricOf(lanyard, 'lanyard_audit_damaged')).toBe(1);
      expect(await metricOf(lanyard, 'lanyard_audit_oldest_waiting_seconds')).toBe(0);
    });
  });
});

it('docs/operate.md says what each alert means and what to do, and names no other alert', async () => {
  const alerts = (await readFile(`${DEPLOY}prometheus/alerts.yaml`, 'utf8')).match(/(?<=alert: )\w+/g) ?? [];
  const rows = [...(await readFile(OPERATE, 'utf8')).matchAll(/^\| `(Lanyard\w+)` \| (.*?) \| (.*) \|$/gm)];
  expect(alerts.length).toBeGreaterThan(10);
  expect(rows.map(([, name]) => name).sort()).toEqual([...alerts].sort());
  for (const [, name, meaning = '', action = ''] of rows) {
    expect(
      [meaning.length, action.length].filter((length) => length < 15),
      name,
    ).toEqual([]);
  }
});

describe('the dashboard for Grafana', () => {
  it('has panels with different ids that lie in the 24 columns and do not overlap, each with units and a title', async () => {
    const all = await panels();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const cells = new Map<string, string>();
    for (const { title, type, datasource, gridPos, targets, fieldConfig } of all) {
      expect([type, datasource.uid, fieldConfig.defaults.unit], title).toEqual([
        'timeseries',
        `\${datasource}`,
        expect.any(String),
      ]);
      expect(new Set(targets.map(({ refId }) => refId)).size, title).toBe(targets.length);
      const { x, y, w, h } = gridPos;
      expect(x >= 0 && x + w <= 24 && w > 0 && h > 0, title).toBe(true);
      for (let cell = 0; cell < w * h; cell += 1) {
        const at = `${x + (cell % w)},${y + Math.floor(cell / w)}`;
        expect(cells.get(at), `${title} at ${at}`).toBeUndefined();
        cells.set(at, title);
      }
    }
  });
});

describeWith(['promtool'], 'the queries of the dashboard', () => {
  it('are PromQL that Prometheus accepts', async () => {
    await using folder = await temporaryFolder();
    const rules = (await panels()).flatMap(({ id, targets }) =>
      targets.map(({ refId, expr }) => ({ record: `panel:${id}_${refId}`, expr: expr.replaceAll('$instance', '.+') })),
    );
    await writeFile(`${folder.path}/panels.yaml`, stringify({ groups: [{ name: 'panels', rules }] }));
    const checked = await runProgram('promtool', ['check', 'rules', `${folder.path}/panels.yaml`]);
    expect(checked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${rules.length} rules found`) });
  });
});

describeWith(['promtool'], 'the alerts for Prometheus', () => {
  it('are valid, and each of them fires when it should, and not before', async () => {
    const run = (...args: readonly string[]) => runProgram('promtool', [...args], { cwd: `${DEPLOY}prometheus` });
    const alerts = await readFile(`${DEPLOY}prometheus/alerts.yaml`, 'utf8');
    const cases = await readFile(`${DEPLOY}prometheus/alerts.test.yaml`, 'utf8');
    for (const name of alerts.match(/(?<=alert: )\w+/g) ?? []) expect(cases).toContain(`alertname: ${name}`);
    expect(await run('check', 'rules', 'alerts.yaml')).toMatchObject({ exitCode: 0 });
    expect(await run('test', 'rules', 'alerts.test.yaml')).toMatchObject({ exitCode: 0 });
  });
});
