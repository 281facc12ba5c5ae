import { textTable } from '@lanyard/core/text-table';
import { type Command, Option } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import {
  createRegistry,
  DEFAULT_TTL_SECONDS,
  listRegistries,
  REGISTRY_KINDS,
  rotateRegistryKeys,
  showRegistry,
} from '../../features/registries/registries.ts';
import {
  DEFAULT_CERTIFICATE_PATH,
  REGISTRY_PRODUCTS,
  type RegistryProduct,
  showRegistryConfiguration,
} from '../../features/registries/registry-configuration.ts';
import type { RegistryKind } from '../../store/records/registries.ts';
import { type OpenWorld, printJson, wholeNumber } from './admin-world.ts';

export function registryCommands(program: Command, open: OpenWorld): void {
  const registry = program.command('registry').description('manage the registries that this server issues tokens for');
  registry
    .command('create <name>')
    .description('add a registry; it gets a signing chain of its own')
    .requiredOption('--service <service>', 'the service of its challenge and the audience of its tokens')
    .addOption(new Option('--kind <kind>', 'the kind of registry').choices(REGISTRY_KINDS).default('distribution'))
    .option('--token-ttl-seconds <seconds>', 'how long its tokens are valid', wholeNumber, DEFAULT_TTL_SECONDS)
    .action((name: string, options) => create(open, name, options));
  registry
    .command('list')
    .description('list all registries')
    .option('--json', 'print JSON', false)
    .action((options) => list(open, options));
  registry
    .command('rotate <name>')
    .description('replace the signing leaf; registries need no restart')
    .action((name: string) => rotate(open, name));
  configuring(registry, open);
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
}

async function create(open: OpenWorld, name: string, options: CreateOptions): Promise<void> {
  const world = open();
  await world.withServices((services) => createRegistry(services, OPERATOR, { name, ...options }));
  world.print(`created registry ${name}; a running server issues tokens for it within seconds\n`);
}

async function list(open: OpenWorld, { json }: { readonly json: boolean }): Promise<void> {
  const world = open();
  const registries = await world.withServices((services) => listRegistries(services, OPERATOR));
  const shown = registries.map(({ name, service, kind, tokenTtlSeconds }) => ({
    name,
    service,
    kind,
    tokenTtlSeconds,
  }));
  if (json) return printJson(world, shown);
  const rows = shown.map(({ name, service, kind, tokenTtlSeconds }) => [name, service, kind, `${tokenTtlSeconds} s`]);
  world.print(textTable(['NAME', 'SERVICE', 'KIND', 'TOKEN TTL'], rows));
}

async function rotate(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  await world.withServices((services) => rotateRegistryKeys(services, OPERATOR, name));
  world.print(`a running server signs for registry ${name} with a new leaf within seconds\n`);
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
