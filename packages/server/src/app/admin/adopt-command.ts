import { type OwnerRule, parseOwnerRule } from '@lanyard/core/repositories/owner-rule';
import { type Command, Option } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { addressOfRegistry, catalogToken } from '../../features/registries/reach-registry.ts';
import { type Adoption, adoptRepositories, planAdoption } from '../../features/repositories/adopt-repositories.ts';
import { readRegistryCatalog } from '../../outbound/registry-catalog.ts';
import type { Repository } from '../../store/records/repositories/repositories.ts';
import { type OpenWorld, printJson } from './admin-world.ts';

interface AdoptOptions {
  readonly url?: string;
  readonly owner: readonly OwnerRule[];
  readonly visibility: Repository['visibility'];
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** Records the repositories that a registry had before this server guarded it. */
export function adoptCommand(registry: Command, open: OpenWorld): void {
  registry
    .command('adopt <name>')
    .description('make records of the repositories that a registry already has, as its catalogue lists them')
    .option('--url <address>', 'where to reach the registry (default: its first host, by https)')
    .option(
      '--owner <pattern=account>',
      'who owns the organization that is created for a namespace without an owner, such as acme.io/*=ada or *=root; repeatable, the first match counts',
      (text: string, before: readonly OwnerRule[]) => [...before, parseOwnerRule(text)],
      [],
    )
    .addOption(
      new Option('--visibility <visibility>', 'of the adopted repositories')
        .choices(['private', 'public'])
        .default('private'),
    )
    .option('--dry-run', 'only print what would be done', false)
    .option('--json', 'print JSON', false)
    .action((name: string, options: AdoptOptions) => adopt(open, name, options));
}

async function adopt(open: OpenWorld, name: string, { url, owner: rules, ...options }: AdoptOptions): Promise<void> {
  const world = open();
  const adoptions = await world.withServices(async (services) => {
    const address = url ?? (await addressOfRegistry(services, OPERATOR, name));
    const onPage = (read: number) => world.printProgress(`read ${read} names\n`);
    const names = await readRegistryCatalog(address, () => catalogToken(services, OPERATOR, name), onPage);
    const input = { registry: name, names, rules, visibility: options.visibility };
    if (options.dryRun) return planAdoption(services, input);
    return adoptRepositories(services, input, (done, all) => world.printProgress(`recorded ${done} of ${all}\n`));
  });
  if (options.json) return printJson(world, adoptions);
  for (const adoption of adoptions) world.print(`${lineOf(adoption)}\n`);
  world.print(`${summaryOf(adoptions, options.dryRun)}\n`);
}

/** The names in a registry come from other people, so a text that is not a valid repository name is quoted. */
function lineOf({ name, outcome, owner, newOwner }: Adoption): string {
  switch (outcome) {
    case 'adopted':
      return newOwner === null
        ? `adopt       ${name}  for ${owner}`
        : `adopt       ${name}  for ${owner}, a new organization of ${newOwner}`;
    case 'known':
      return `known       ${name}  of ${owner}`;
    case 'no-owner':
      return `no owner    ${name}  nobody owns ${owner}; name an owner with --owner`;
    case 'impossible':
      return `impossible  ${JSON.stringify(name.slice(0, 300)).replace(/[^\x20-\x7e]/g, '?')}`;
  }
}

function summaryOf(adoptions: readonly Adoption[], isDryRun: boolean): string {
  const count = (outcome: Adoption['outcome']) => adoptions.filter((adoption) => adoption.outcome === outcome).length;
  const adopted = `${count('adopted')} ${isDryRun ? 'would be adopted' : 'adopted'}`;
  return `${adopted}, ${count('known')} known, ${count('no-owner')} without an owner, ${count('impossible')} impossible`;
}
