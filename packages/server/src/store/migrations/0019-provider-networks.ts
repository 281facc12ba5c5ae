import { type Kysely, sql } from 'kysely';

/**
 * The provider network from which a device code was requested. Empty for the few codes that wait during the upgrade.
 */
export async function providerNetworks(database: Kysely<never>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  for (const statement of statements(TEXT[dialect])) await sql.raw(statement).execute(database);
}

const TEXT = { sqlite: 'text', postgres: 'text collate "C"' };

const statements = (text: string) => [
  `alter table device_codes add column provider_network ${text} not null default ''`,
  'create index device_codes_by_provider_network on device_codes (provider_network)',
];
