import { Secret } from '@lanyard/core/secret';
import { textTable } from '@lanyard/core/text-table';
import type { Command } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { accountBody } from '../../features/accounts/account-schema.ts';
import { createAccount, disableAccount, enableAccount, listAccounts } from '../../features/accounts/accounts.ts';
import { setPassword } from '../../features/accounts/passwords.ts';
import { removeFactors } from '../../features/second-factors/factors.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts.ts';
import { AdminError, type OpenWorld, printJson } from './admin-world.ts';

const PASSWORD_STDIN = ['--password-stdin', 'read the password from standard input, one line'] as const;
const PAGE_SIZE = 100;

export function accountCommands(program: Command, open: OpenWorld): void {
  const account = program.command('account').description('create and manage accounts');
  account
    .command('create <name>')
    .description('create an account')
    .requiredOption('--email <address>', 'its e-mail address')
    .requiredOption(...PASSWORD_STDIN)
    .option('--admin', 'make it an administrator of the server', false)
    .action((name: string, options) => create(open, name, options));
  account
    .command('list')
    .description('list all accounts by name')
    .option('--json', 'print JSON', false)
    .action((options) => list(open, options));
  account
    .command('set-password <name>')
    .description('set a password; all sessions of the account end')
    .requiredOption(...PASSWORD_STDIN)
    .action((name: string) => setAccountPassword(open, name));
  switching(account, open);
}

function switching(account: Command, open: OpenWorld): void {
  account
    .command('disable <name>')
    .description('block its password and tokens, and end its sessions')
    .action((name: string) => change(open, name, disableAccount, 'is disabled'));
  account
    .command('enable <name>')
    .description('accept its password and tokens again')
    .action((name: string) => change(open, name, enableAccount, 'is enabled'));
  account
    .command('remove-factors <name>')
    .description('remove its second factors and recovery codes, if they are lost, and sign it out everywhere')
    .action((name: string) => removeSecondFactors(open, name));
}

async function create(
  open: OpenWorld,
  name: string,
  { email, admin }: { readonly email: string; readonly admin: boolean },
): Promise<void> {
  const world = open();
  const password = await readSecretLine(world.input);
  const input = { name, email, password, isAdministrator: admin };
  await world.withServices((services) => createAccount(services, OPERATOR, input));
  world.print(`created account ${name}${admin ? ', an administrator' : ''}\n`);
}

async function setAccountPassword(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  const password = await readSecretLine(world.input);
  await world.withServices((services) => setPassword(services, OPERATOR, name, password));
  world.print(`set the password of account ${name}\n`);
}

async function change(open: OpenWorld, name: string, work: typeof disableAccount, outcome: string): Promise<void> {
  const world = open();
  await world.withServices((services) => work(services, OPERATOR, name));
  world.print(`account ${name} ${outcome}\n`);
}

async function removeSecondFactors(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  const count = await world.withServices((services) => removeFactors(services, OPERATOR, name));
  world.print(`removed ${count} second ${count === 1 ? 'factor' : 'factors'} of account ${name}\n`);
}

async function list(open: OpenWorld, { json }: { readonly json: boolean }): Promise<void> {
  const world = open();
  const accounts = (await world.withServices(allAccounts)).map(accountBody);
  if (json) return printJson(world, accounts);
  const rows = accounts.map(({ name, email, isAdministrator, active, createdAt }) => {
    return [name, email, isAdministrator ? 'yes' : 'no', active ? 'active' : 'disabled', createdAt];
  });
  world.print(textTable(['NAME', 'EMAIL', 'ADMINISTRATOR', 'STATUS', 'CREATED'], rows));
}

async function allAccounts(services: Services): Promise<readonly Account[]> {
  const accounts: Account[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await listAccounts(services, OPERATOR, { page, pageSize: PAGE_SIZE });
    accounts.push(...items);
    if (page * PAGE_SIZE >= total) return accounts;
  }
}

const MAXIMUM_BYTES = 8192;

/** The one line that stdin brings, without its end. A secret never comes as an argument: others could list it. */
async function readSecretLine(input: AsyncIterable<Buffer | string>): Promise<Secret> {
  const line = decodeUtf8(await readAll(input)).replace(/\r?\n$/, '');
  if (line === '') throw new AdminError('standard input is empty: it must bring the password in one line');
  if (/[\r\n]/.test(line)) throw new AdminError('standard input brings more than one line');
  return new Secret(line);
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of input) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > MAXIMUM_BYTES) throw new AdminError(`standard input brings more than ${MAXIMUM_BYTES} bytes`);
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AdminError('standard input is not UTF-8');
  }
}
