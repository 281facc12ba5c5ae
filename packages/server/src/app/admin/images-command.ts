import type { Command } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { connectRegistry, disconnectRegistry } from '../../features/images/connect-registry.ts';
import type { OpenWorld } from './admin-world.ts';

interface ImagesOptions {
  readonly renewSecret: boolean;
  readonly forget: boolean;
}

export function imagesCommand(registry: Command, open: OpenWorld): void {
  registry
    .command('images <name>')
    .description(
      'list the images of a registry on the pages, and print the configuration that sends its events here, with its secret',
    )
    .option('--renew-secret', 'create a new secret; the registry needs the new configuration at once', false)
    .option('--forget', 'forget the images of this registry, and stop reading its events', false)
    .action((name: string, { forget: isForgotten, renewSecret }: ImagesOptions) =>
      isForgotten ? forget(open, name) : connect(open, name, renewSecret),
    );
}

async function connect(open: OpenWorld, name: string, renewSecret: boolean): Promise<void> {
  const world = open();
  world.print(await world.withServices((services) => connectRegistry(services, OPERATOR, { name, renewSecret })));
}

async function forget(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  await world.withServices((services) => disconnectRegistry(services, OPERATOR, name));
  world.print(`the images of registry ${name} are no longer known\n`);
}
