import { textTable } from '@lanyard/core/text-table';
import { type Command, Option } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { changeRegistry } from '../../features/registries/reach-registry.ts';
import {
  createRegistry,
  DEFAULT_TTL_SECONDS,
  listRegistries,
  REGISTRY_KINDS,
  replaceRegistryKey,
  rotateRegistryKeys,
  setRegistry,
  showRegistry,
} from '../../features/registries/registries.ts';
import {
  DEFAULT_CERTIFICATE_PATH,
  REGISTRY_PRODUCTS,
  type RegistryProduct,
  showRegistryConfiguration,
} from '../../features/registries/registry-configuration.ts';
import type { RegistryKind } from '../../store/records/registries/registries.ts';
import { type OpenWorld, printJson, wholeNumber } from './admin-world.ts';
import { adoptCommand } from './adopt-command.ts';
import { gateCommand } from './gate-command.ts';
import { imagesCommand } from './images-command.ts';
import { testCommand } from './test-command.ts';

export function registryCommands(program: Command, open: OpenWorld): void {
  const registry = program.command('registry').description('manage the registries that this server issues tokens for');
  registry
    .command('create <name>')
    .description('add a registry; it gets a signing chain of its own')
    .requiredOption('--service <service>', 'the service of its challenge and the audience of its tokens')
    .addOption(new Option('--kind <kind>', 'the kind of registry').choices(REGISTRY_KINDS).default('distribution'))
    .option('--token-ttl-seconds <seconds>', 'how long its tokens are valid', wholeNumber, DEFAULT_TTL_SECONDS)
    .option('--push-token-ttl-seconds <seconds>', 'how long tokens that let push are valid', wholeNumber)
    .option('--host <host...>', 'where clients reach it, as HOST or HOST:PORT', [])
    .option(
      '--internal-url <address>',
      'where this server reaches it, such as http://10.0.0.5:5000 (default: its first host)',
    )
    .action((name: string, options) => create(open, name, options));
  registry
    .command('set-hosts <name> [host...]')
    .description(
      'set where clients reach a registry; once all registries have a host, lanyard login works only for these hosts',
    )
    .action((name: string, hosts: readonly string[]) => setHosts(open, name, hosts));
  registry
    .command('set-ttl <name>')
    .description('set how long the tokens of a registry are valid, in seconds; up to 86400 for pushes behind a gate')
    .option('--token-ttl-seconds <seconds>', 'how long its tokens are valid', wholeNumber)
    .option('--push-token-ttl-seconds <seconds>', 'how long tokens that let push are valid', wholeNumber)
    .action((name: string, options) => setTtl(open, name, options));
  registry
    .command('set-internal-url <name> [url]')
    .description('set where this server itself reaches a registry, behind its gate, such as http://10.0.0.5:5000')
    .action((name: string, url: string | undefined) => setInternal(open, name, url));
  registry
    .command('list')
    .description('list all registries')
    .option('--json', 'print JSON', false)
    .action((options) => list(open, options));
  registry
    .command('rotate <name>')
    .description('replace the signing leaf; registries need no restart')
    .action((name: string) => rotate(open, name));
  registry
    .command('replace-key <name>')
    .description('replace the key of a zot registry if somebody else may have it; zot then needs the new certificate')
    .action((name: string) => replaceKey(open, name));
  configuring(registry, open);
  gateCommand(registry, open);
  adoptCommand(registry, open);
  imagesCommand(registry, open);
  testCommand(registry, open);
}

function configuring(registry: Command, open: OpenWorld): void {
  registry
    .command('config <name>')
    .description('print the configuration that makes a registry trust this server')
    .addOption(new Option('--for <product>', 'the registry').choices(REGISTRY_PRODUCTS).makeOptionMandatory())
    .option('--root-file <path>', 'where the registry finds what "registry root" prints', DEFAULT_CERTIFICATE_PATH)
    .action((name: string, options) => printConfiguration(open, name, options));
  registry
    .command('root <name>')
    .description('print the certificate that the registry must trust, as PEM')
    .action((name: string) => printRoot(open, name));
}

interface CreateOptions {
  readonly service: string;
  readonly kind: RegistryKind;
  readonly tokenTtlSeconds: number;
  readonly pushTokenTtlSeconds?: number;
  readonly host: readonly string[];
  readonly internalUrl?: string;
}

async function create(open: OpenWorld, name: string, { host: hosts, ...options }: CreateOptions): Promise<void> {
  const world = open();
  const { pushTokenTtlSeconds = null, internalUrl = null } = options;
  await world.withServices((services) =>
    createRegistry(services, OPERATOR, { name, hosts, ...options, pushTokenTtlSeconds, internalUrl }),
  );
  world.print(`created registry ${name}; a running server issues tokens for it within seconds\n`);
}

async function setHosts(open: OpenWorld, name: string, hosts: readonly string[]): Promise<void> {
  const world = open();
  const registry = await world.withServices((services) => setRegistry(services, OPERATOR, name, { hosts }));
  world.print(`clients reach registry ${name} at ${hostsText(registry.hosts)}\n`);
}

async function setTtl(
  open: OpenWorld,
  name: string,
  options: { readonly tokenTtlSeconds?: number; readonly pushTokenTtlSeconds?: number },
): Promise<void> {
  const world = open();
  const registry = await world.withServices((services) => setRegistry(services, OPERATOR, name, options));
  const { tokenTtlSeconds, pushTokenTtlSeconds } = registry;
  world.print(`tokens of ${name} are valid for ${tokenTtlSeconds} s, those that let push for `);
  world.print(`${pushTokenTtlSeconds ?? tokenTtlSeconds} s; a running server knows that within seconds\n`);
}

async function setInternal(open: OpenWorld, name: string, url: string | undefined): Promise<void> {
  const world = open();
  const internalUrl = url ?? null;
  const registry = await world.withServices((services) => changeRegistry(services, OPERATOR, name, { internalUrl }));
  world.print(`this server reaches registry ${name} at ${registry.internalUrl ?? hostsText(registry.hosts)}\n`);
}

function hostsText(hosts: readonly string[]): string {
  return hosts.length === 0 ? 'no known host' : hosts.join(', ');
}

async function list(open: OpenWorld, { json }: { readonly json: boolean }): Promise<void> {
  const world = open();
  const registries = await world.withServices((services) => listRegistries(services, OPERATOR));
  const shown = registries.map(({ name, service, kind, tokenTtlSeconds, hosts, internalUrl }) => {
    return { name, service, kind, tokenTtlSeconds, hosts, internalUrl };
  });
  if (json) return printJson(world, shown);
  const rows = shown.map(({ name, service, kind, tokenTtlSeconds, hosts }) => [
    name,
    service,
    kind,
    `${tokenTtlSeconds} s`,
    hosts.join(' ') || '-',
  ]);
  world.print(textTable(['NAME', 'SERVICE', 'KIND', 'TOKEN TTL', 'HOSTS'], rows));
}

async function rotate(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  await world.withServices((services) => rotateRegistryKeys(services, OPERATOR, name));
  world.print(`a running server signs for registry ${name} with a new leaf within seconds\n`);
}

async function replaceKey(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  await world.withServices((services) => replaceRegistryKey(services, OPERATOR, name));
  world.print(`the former key is deleted; give ${name} what "registry root ${name}" prints, and restart it\n`);
}

async function printConfiguration(
  open: OpenWorld,
  name: string,
  options: { readonly for: RegistryProduct; readonly rootFile: string },
): Promise<void> {
  const world = open();
  const input = { name, product: options.for, certificatePath: options.rootFile };
  const { configuration } = await world.withServices((services) =>
    showRegistryConfiguration(services, OPERATOR, input),
  );
  world.print(configuration);
}

async function printRoot(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  const { trustedCertificatePem } = await world.withServices((services) => showRegistry(services, OPERATOR, name));
  world.print(`${trustedCertificatePem.trimEnd()}\n`);
}
