import type { Command } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { testRegistry } from '../../features/registries/test-registry.ts';
import { AdminError, type OpenWorld } from './admin-world.ts';

/**
 * Tests whether a registry sends its clients to this server, and whether it accepts the tokens that this server signs.
 */
export function testCommand(registry: Command, open: OpenWorld): void {
  registry
    .command('test <name>')
    .description('test whether a registry sends its clients here and accepts what this server signs')
    .option(
      '--url <address>',
      'where to reach the registry (default: its internal address, or its first host by https)',
    )
    .action((name: string, { url }: { readonly url?: string }) => test(open, name, url));
}

async function test(open: OpenWorld, name: string, url: string | undefined): Promise<void> {
  const world = open();
  const { checks } = await world.withServices((services) => testRegistry(services, OPERATOR, { name, url }));
  for (const { what, fault, note } of checks) {
    world.print(`${fault ? 'FAILED' : note ? 'note  ' : 'ok    '}  ${what}${detail(fault ?? note)}\n`);
  }
  const failed = checks.filter(({ fault }) => fault !== undefined).length;
  if (failed > 0) throw new AdminError(`${failed} of ${checks.length} checks failed`);
}

function detail(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`;
}
