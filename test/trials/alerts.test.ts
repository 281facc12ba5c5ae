import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sampleAccount } from '../support/lanyard/accounts.ts';
import { existingNotices } from '../support/lanyard/notices.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { tamper } from '../support/lanyard/tampering.ts';
import { describeWith, executableOf } from '../support/programs/installed-programs.ts';
import { freePort } from '../support/programs/serve-http.ts';
import { type RunningProcess, startProcess } from '../support/programs/start-process.ts';
import { temporaryFolder } from '../support/programs/temporary-folder.ts';
import { workersOf } from '../support/programs/worker-processes.ts';

const METRICS_TOKEN = 'a token for the metrics of at least 32 letters'.replaceAll(' ', '-');
const ALERTS = fileURLToPath(new URL('../../deploy/prometheus/alerts.yaml', import.meta.url));
const MAIN = fileURLToPath(import.meta.resolve('@lanyard/server/main'));
const DAY_SECONDS = 86_400;
const LOOKS = 100;

/** The same alerts, without their waits and with windows of seconds. The queries are the same. */
function inSeconds(alerts: string): string {
  return alerts
    .replaceAll(/^ +for: .*\n/gm, '')
    .replaceAll(/\[(5m|10m|1h)\]/g, '[8s]')
    .replace('"/token"}[8s]))) > 0.5', '"/token"}[8s]))) > 0.0001');
}

/** The server with workers is asked seldom, because its answer waits some seconds for a worker that is silent. */
function configuration(targets: readonly string[], rules: string, ofWorkers: readonly string[] = []): string {
  return `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [${rules}]
scrape_configs:
  - job_name: lanyard
    authorization: { credentials: ${METRICS_TOKEN} }
    static_configs: [{ targets: ${JSON.stringify(targets)} }]
  - job_name: workers
    scrape_interval: 6s
    scrape_timeout: 5s
    authorization: { credentials: ${METRICS_TOKEN} }
    static_configs: [{ targets: ${JSON.stringify(ofWorkers)} }]
`;
}

interface Trouble {
  /** The alerts that must fire. */
  readonly fires: readonly string[];
  readonly begin: (lanyard: Lanyard) => Promise<unknown>;
  /** It ends by itself, so on a busy machine it is repeated until Prometheus has seen it. */
  readonly passes?: boolean;
}

/** One after the other, because some hide others. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  'a server that is gone': { fires: ['LanyardDown'], begin: async () => undefined },
  'a checkpoint of another log in the file': {
    fires: ['LanyardCheckpointRefused'],
    begin: async () => undefined,
  },
  'mails that nobody sends': {
    fires: ['LanyardMailsWait'],
    begin: async (lanyard) => {
      const { id } = await sampleAccount(lanyard, 'ada');
      await existingNotices(lanyard, [id]);
      lanyard.clock.advance(1000);
    },
  },
  'webhooks that nobody sends': {
    fires: ['LanyardWebhooksWait'],
    begin: async (lanyard) =>
      tamper(lanyard, (database) => {
        database.exec(`insert into organizations (id, name, policy, created_at) values ('w', 'webhooks', '{}', 0)`);
        database.exec(`insert into webhooks (id, organization_id, description, sealed_target, origin, actions, form, state,
          created_at, failures_in_row, rests_until) values ('w', 'w', '', '', '', '[]', 'json', 'active', 0, 0, 0)`);
        database.exec(`insert into notices (id, kind, recipient_type, recipient, facts, created_at, due_at, attempts,
          is_prepared) values ('w', 'event', 'webhook', 'w', '{}', 0, 0, 0, 1)`);
      }),
  },
  guesses: {
    fires: ['LanyardTokensRefused', 'LanyardSignInsRefused', 'LanyardTokensSlow'],
    passes: true,
    begin: async (lanyard) => {
      const authorization = `Basic ${Buffer.from('ada:wrong').toString('base64')}`;
      for (let made = 0; made < 40; made += 1) {
        await lanyard.browser().get('/token?service=lanyard', { authorization });
        await lanyard.browser().signIn('ada', 'wrong');
        await delay(50);
      }
    },
  },
  'a stolen refresh token': {
    fires: ['LanyardRefreshTokenReused'],
    begin: async ({ services, clock }) => {
      const party = { type: 'account', id: 'ada', name: 'ada' } as const;
      const place = { address: '', client: '', namespace: 'ada', at: clock.now(), data: { reason: 'used again' } };
      const event = { id: 'reused', action: 'sign-in.reused', actor: party, subject: party, ...place } as const;
      await services.store.transaction(({ audit }) => audit.append(event));
    },
  },
  'a gate that clients can bypass': {
    fires: ['LanyardGateBypassed'],
    begin: async (lanyard) =>
      tamper(lanyard, (database) =>
        database.exec('update registries set gate_secret_made_at = 1, past_gate_seen_at = 1'),
      ),
  },
  'a provider that fails': {
    fires: ['LanyardIdentityProviderFails'],
    begin: async (lanyard) =>
      tamper(lanyard, (database) => {
        database.exec(`insert into organizations (id, name, policy, created_at) values ('o', 'acme', '{}', 0)`);
        database.exec(`insert into sso_connections (organization_id, id, settings, created_at, outage)
        values ('o', 'c', '{}', 0, '{}')`);
      }),
  },
  'a log that somebody wrote to': {
    fires: ['LanyardAuditLogStopped', 'LanyardCheckpointOld', 'LanyardErrors'],
    passes: true,
    begin: async (lanyard) => {
      tamper(lanyard, (database) => database.exec(`update audit_tree set mac = 'x'`));
      await lanyard.browser().signIn('nobody', 'wrong');
      await sampleAccount(lanyard, 'bob').catch(() => undefined);
      await delay(1500);
      lanyard.clock.advance(400);
      for (let made = 0; made < 10; made += 1) await lanyard.browser().get('/readyz');
    },
  },
  'years that went by': {
    fires: ['LanyardCertificateEnds'],
    begin: async (lanyard) => lanyard.clock.advance(3640 * DAY_SECONDS),
  },
  'a database that is gone': {
    fires: ['LanyardDatabaseDown', 'LanyardUsageLate'],
    begin: async ({ services: { store, usage, clock } }) => {
      await store.close();
      const pulled = { registry: 'default', repository: 'a/b', actions: 'pull', address: '', client: '' } as const;
      usage.record({ tokenId: 'of nobody', at: clock.now() - 100_000, ...pulled });
    },
  },
};

async function startWorkers(dataFolder: string): Promise<RunningProcess & { readonly host: string }> {
  const port = String(await freePort());
  const env = {
    LANYARD_WORKERS: '2',
    LANYARD_PORT: port,
    LANYARD_DATA_DIR: dataFolder,
    LANYARD_DRAIN_SECONDS: '0',
    LANYARD_METRICS_TOKEN: METRICS_TOKEN,
  };
  const ready = { ready: /all workers serve/, readyWithinSeconds: 60 };
  return { ...(await startProcess(process.execPath, [MAIN], { ...ready, env })), host: `localhost:${port}` };
}

describeWith(['prometheus'], 'Prometheus, which watches a server', () => {
  it('fires each alert once the server has that trouble, and none before', { timeout: 240_000 }, async () => {
    await using folder = await temporaryFolder();
    const [rules, config, checkpoint] = ['alerts.yaml', 'prometheus.yaml', 'checkpoint'].map(
      (name) => `${folder.path}/${name}`,
    ) as [string, string, string];
    const alerts = await readFile(ALERTS, 'utf8');
    const names = alerts.match(/(?<=alert: )\w+/g) ?? [];
    await writeFile(rules, inSeconds(alerts));
    const settings = { LANYARD_METRICS_TOKEN: METRICS_TOKEN, LANYARD_CHECKPOINT_FILE: checkpoint };
    const lanyard = await startLanyard({ settings });
    await writeFile(config, configuration([lanyard.host], rules));
    const port = await freePort();
    const prometheus = await startProcess(
      executableOf('prometheus') ?? '',
      [`--config.file=${config}`, `--storage.tsdb.path=${folder.path}/data`, `--web.listen-address=127.0.0.1:${port}`],
      { ready: /Server is ready/ },
    );
    const firing = async (): Promise<readonly string[]> => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/alerts`);
      const { data } = (await answer.json()) as { data: { alerts: { labels: { alertname: string } }[] } };
      return data.alerts.map(({ labels }) => labels.alertname);
    };
    await delay(4000);
    expect((await firing()).filter((name) => name !== 'LanyardTokensSlow')).toEqual([]);
    const seen = new Set<string>();
    const areSeen = async (fires: readonly string[]) => {
      for (const name of await firing()) seen.add(name);
      return fires.every((name) => seen.has(name));
    };
    const fire = async ({ fires, begin, passes = false }: Trouble) => {
      await begin(lanyard);
      for (let looks = 1; !(await areSeen(fires)) && looks <= LOOKS; looks += 1) {
        await delay(300);
        if (passes && looks % 20 === 0) await begin(lanyard);
      }
    };
    await writeFile(checkpoint, 'of another log');
    const workers = await startWorkers(`${folder.path}/workers`);
    await writeFile(config, configuration([lanyard.host, `localhost:${await freePort()}`], rules, [workers.host]));
    process.kill(prometheus.pid, 'SIGHUP');
    const [worker = 0] = workersOf(workers);
    process.kill(worker, 'SIGSTOP');
    for (const trouble of Object.values(TROUBLES)) await fire(trouble);
    await fire({ fires: ['LanyardWorkerSilent'], begin: async () => undefined });
    process.kill(worker, 'SIGCONT');
    expect([...seen].sort()).toEqual([...names].sort());
    await Promise.all([prometheus.stop(), workers.stop()]);
    await lanyard.stop();
  });
});
