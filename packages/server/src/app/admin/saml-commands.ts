import type { Command } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { rotateSamlKey } from '../../features/single-sign-on/rotate-saml-key.ts';
import type { OpenWorld } from './admin-world.ts';

export function samlCommands(program: Command, open: OpenWorld): void {
  const saml = program.command('saml').description('manage the key that signs requests to SAML identity providers');
  saml
    .command('rotate')
    .description('publish a new key in the metadata; it signs after 7 days')
    .option('--compromised', 'delete the former keys and sign with the new one at once', false)
    .action((options: { readonly compromised: boolean }) => rotate(open, options.compromised));
}

async function rotate(open: OpenWorld, isCompromised: boolean): Promise<void> {
  const world = open();
  await world.withServices((services) => rotateSamlKey(services, OPERATOR, isCompromised));
  world.print(
    isCompromised
      ? 'the former keys are deleted; give our metadata to every SAML provider again now\n'
      : 'the new key is in our metadata; give that to every SAML provider within 7 days, then the key signs\n',
  );
}
