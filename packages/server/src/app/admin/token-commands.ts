import { stopAheadInWords, stopInWords } from '@lanyard/core/lifetimes/rule-in-words';
import { ACTIONS, type Action } from '@lanyard/core/repositories/repository';
import { textTable } from '@lanyard/core/text-table';
import type { Grant } from '@lanyard/core/tokens/grant';
import type { Command } from 'commander';
import { requireAccount, requireActiveAccount } from '../../features/access/accounts.ts';
import { OPERATOR } from '../../features/access/caller.ts';

import { findToken, revokeToken } from '../../features/tokens/administer-token.ts';
import { createToken } from '../../features/tokens/create-token.ts';
import { listTokens } from '../../features/tokens/show-tokens.ts';
import { stopsOfToken, type TokenStopThere } from '../../features/tokens/stops-of-token.ts';
import { tokenBody } from '../../features/tokens/token-schema.ts';
import type { Services } from '../../services.ts';
import { AdminError, type OpenWorld, printJson, wholeNumber } from './admin-world.ts';
import { readSecretLine } from './read-secret-line.ts';

const DAY_MILLISECONDS = 86_400_000;

function findingCommands(token: Command, open: OpenWorld): void {
  token
    .command('list <owner>')
    .description('list the access tokens of an account or an organization, newest first')
    .option('--json', 'print JSON', false)
    .action((owner: string, options) => list(open, owner, options));
  token
    .command('find [id]')
    .description('show whose token this is, by its id or by its secret on standard input; the secret is not stored')
    .option('--secret-stdin', 'read the secret from standard input, one line', false)
    .action((id: string | undefined, options) => find(open, id, options));
  token
    .command('revoke <id>')
    .description('revoke any access token; its owner gets the reason by mail')
    .requiredOption('--reason <text>', 'why, in one line')
    .action((id: string, { reason }: { readonly reason: string }) => revoke(open, id, reason));
}

const PAGE_SIZE = 100;

async function list(open: OpenWorld, owner: string, { json }: { readonly json: boolean }): Promise<void> {
  const world = open();
  const tokens = await world.withServices((services) => tokensOf(services, owner));
  if (json) return printJson(world, tokens);
  const rows = tokens.map(({ id, description, kind, status, createdAt, expiresAt, lastUsed }) => {
    return [id, description, kind, status, createdAt, expiresAt ?? 'never', lastUsed?.at ?? 'never'];
  });
  world.print(textTable(['ID', 'DESCRIPTION', 'KIND', 'STATUS', 'CREATED', 'EXPIRES', 'LAST USED'], rows));
}

async function tokensOf(services: Services, owner: string) {
  const account = await services.store.read.accounts.byName(owner);
  const whose = account ? { account } : { organization: owner };
  const bodies: ReturnType<typeof tokenBody>[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await listTokens(services, OPERATOR, whose, { page, pageSize: PAGE_SIZE });
    bodies.push(...items.map((item) => tokenBody(item, services.clock.now())));
    if (page * PAGE_SIZE >= total) return bodies;
  }
}

async function find(
  open: OpenWorld,
  id: string | undefined,
  { secretStdin }: { readonly secretStdin: boolean },
): Promise<void> {
  if ((id === undefined) !== secretStdin) throw new AdminError('give the id, or --secret-stdin with the secret');
  const world = open();
  const clue = id === undefined ? { secret: await readSecretLine(world.input, 'the secret') } : { id };
  await world.withServices(async (services) => {
    const { token, owner } = await findToken(services, OPERATOR, clue);
    const { deletedAt } = token;
    const ended = deletedAt === null ? null : new Date(deletedAt).toISOString();
    const { type, name } = owner;
    printJson(world, { owner: { type, name }, deletedAt: ended, token: tokenBody(token, services.clock.now()) });
  });
}

async function revoke(open: OpenWorld, id: string, reason: string): Promise<void> {
  const world = open();
  await world.withServices((services) => revokeToken(services, OPERATOR, { id, reason }));
  world.print(`revoked token ${id}; its owner gets a mail\n`);
}

interface CreateOptions {
  readonly description: string;
  readonly pull?: true;
  readonly push?: true;
  readonly delete?: true;
  readonly catalog?: true;
  readonly repository: readonly string[];
  readonly expiresInDays?: number;
}

export function tokenCommands(program: Command, open: OpenWorld): void {
  const token = program.command('token').description('create, list, find and revoke access tokens');
  findingCommands(token, open);
  token
    .command('create <account>')
    .description('create an access token and print its secret on standard output; it is shown only once')
    .requiredOption('--description <text>', 'what it is for')
    .option('--pull', 'it may pull')
    .option('--push', 'it may push, which includes pull: registries ask for both in every upload')
    .option('--delete', 'it may delete; skopeo, oras and regctl also need --pull for that')
    .option(
      '--repository <pattern>',
      'in these repositories: NAMESPACE/NAME or NAMESPACE/PREFIX*; repeatable',
      appended,
      [],
    )
    .option('--catalog', 'it may list the repositories of a registry, where the account is an administrator')
    .option('--expires-in-days <days>', 'it expires after this number of days', wholeNumber)
    .action((account: string, options: CreateOptions) => create(open, account, options));
}

async function create(open: OpenWorld, accountName: string, options: CreateOptions): Promise<void> {
  const grants = grantsOf(options);
  const world = open();
  const { secret, stops } = await world.withServices(async (services) => {
    const account = requireActiveAccount(await requireAccount(services.store.read, accountName));
    const expiresAt = expiryOf(services.clock.now(), options.expiresInDays);
    const input = { description: options.description, grants, expiresAt };
    const created = await createToken(services, OPERATOR, { account }, input);
    const now = services.clock.now();
    return { ...created, stops: (await stopsOfToken(services, created.token)).map((stop) => stopText(stop, now)) };
  });
  // Not on standard output, where a script expects the secret alone.
  for (const stop of stops) world.printProgress(`${stop}\n`);
  world.print(`${secret.reveal()}\n`);
}

function stopText(stop: TokenStopThere, now: number): string {
  const { organization, at } = stop;
  if (at <= now) return `the token does not reach ${organization}: it ${stopInWords(stop)}`;
  const day = new Date(at).toISOString().slice(0, 10);
  return `the token will not reach ${organization} from ${day} on: ${stopAheadInWords(stop)}`;
}

function grantsOf(options: CreateOptions): readonly Grant[] {
  const actions = ACTIONS.filter((action: Action) => options[action]);
  const catalog: readonly Grant[] = options.catalog ? [{ type: 'catalog' }] : [];
  if (actions.length === 0 && catalog.length > 0 && options.repository.length === 0) return catalog;
  if (actions.length === 0) throw new AdminError('choose what it may do: --pull, --push, --delete, or several of them');
  const patterns = options.repository.length === 0 ? ['*'] : options.repository;
  return [
    ...patterns.map((pattern) => ({ type: 'repository', pattern, actions, visibility: 'any' }) as const),
    ...catalog,
  ];
}

function expiryOf(now: number, days: number | undefined): number | null {
  return days === undefined ? null : now + days * DAY_MILLISECONDS;
}

function appended(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
