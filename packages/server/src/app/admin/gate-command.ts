import { type Command, Option } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { GATE_PROXIES, type GateProxy } from '../../features/gate/gate-configuration.ts';
import { setUpGate } from '../../features/gate/set-up-gate.ts';
import type { OpenWorld } from './admin-world.ts';

export function gateCommand(registry: Command, open: OpenWorld): void {
  registry
    .command('gate <name>')
    .description(
      'set up a gate for a registry, and print the configuration of the proxy in front of it, with its secret',
    )
    .addOption(new Option('--for <proxy>', 'the proxy').choices(GATE_PROXIES).makeOptionMandatory())
    .requiredOption('--upstream <url>', 'where the proxy reaches the registry, as http://HOST:PORT')
    .option('--lanyard <url>', 'where the proxy reaches this server (default: its public address)')
    .option('--host <host>', 'where clients reach the registry (default: its first host)')
    .option('--alone', 'the registry has no authentication of its own: do not pass tokens on to it', false)
    .option('--renew-secret', 'create a new secret; the proxy needs the new configuration at once', false)
    .action((name: string, options) => setUp(open, name, options));
}

interface GateOptions {
  readonly for: GateProxy;
  readonly upstream: string;
  readonly lanyard?: string;
  readonly host?: string;
  readonly alone: boolean;
  readonly renewSecret: boolean;
}

async function setUp(open: OpenWorld, name: string, options: GateOptions): Promise<void> {
  const world = open();
  const { for: proxy, host, lanyard, ...others } = options;
  const configuration = await world.withServices((services) =>
    setUpGate(services, OPERATOR, { ...others, name, proxy, host, lanyard: lanyard ?? services.publicUrl }),
  );
  world.print(configuration);
}
