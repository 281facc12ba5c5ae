import { textTable } from '@lanyard/core/text-table';
import type { Command } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { accountBody } from '../../features/accounts/account-schema.ts';
import { createAccount, disableAccount, enableAccount, listAccounts } from '../../features/accounts/accounts.ts';
import {
  changeEmail,
  endSessionsOf,
  listSignedIn,
  setAdministrator,
} from '../../features/accounts/administer-account.ts';
import { deleteAccount } from '../../features/accounts/delete-account.ts';
import { setPassword } from '../../features/accounts/passwords.ts';
import { removeFactors } from '../../features/second-factors/factors.ts';
import type { Services } from '../../services.ts';
import type { Account } from '../../store/records/accounts/accounts.ts';
import { type OpenWorld, printJson } from './admin-world.ts';
import { readSecretLine } from './read-secret-line.ts';

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
    .description('set a password; all sessions and command lines of the account end')
    .requiredOption(...PASSWORD_STDIN)
    .action((name: string) => setAccountPassword(open, name));
  switching(account, open);
  governing(account, open);
}

function governing(account: Command, open: OpenWorld): void {
  for (const [verb, isAdministrator, outcome] of [
    ['promote', true, 'is an administrator now'],
    ['demote', false, 'is no longer an administrator'],
  ] as const) {
    const what = isAdministrator ? 'an administrator of the server' : 'an ordinary account';
    account
      .command(`${verb} <name>`)
      .description(`make it ${what}; its sessions end, and all administrators get a mail`)
      .action((name: string) =>
        change(open, name, (s, o) => setAdministrator(s, o, { name, isAdministrator }), outcome),
      );
  }
  account
    .command('set-email <name> <address>')
    .description('change its e-mail address; both addresses get a mail')
    .action((name: string, email: string) =>
      change(open, name, (s, o) => changeEmail(s, o, { name, email }), `has the address ${email}`),
    );
  account
    .command('sessions <name>')
    .description('list where it is signed in, or end all of that')
    .option('--end', 'end every session and command line', false)
    .option('--json', 'print JSON', false)
    .action((name: string, options) => sessions(open, name, options));
  account
    .command('delete <name>')
    .description('delete it with its tokens; nobody else can ever use its name')
    .action((name: string) => change(open, name, (s, o) => deleteAccount(s, o, name), 'is deleted'));
}

async function sessions(
  open: OpenWorld,
  name: string,
  { end, json }: { readonly end: boolean; readonly json: boolean },
): Promise<void> {
  const world = open();
  if (end) {
    const ended = await world.withServices((services) => endSessionsOf(services, OPERATOR, name));
    return world.print(`ended ${ended.endedSessions} sessions and ${ended.endedSignIns} command lines of ${name}\n`);
  }
  const found = await world.withServices((services) => listSignedIn(services, OPERATOR, name));
  const shown = found.map(({ createdAt, lastSeenAt, ...place }) => ({
    ...place,
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
  }));
  if (json) return printJson(world, shown);
  const rows = shown.map(({ type, client, address, createdAt, lastSeenAt }) => {
    return [type, client, address, createdAt, lastSeenAt];
  });
  world.print(textTable(['WHAT', 'CLIENT', 'ADDRESS', 'SIGNED IN', 'LAST SEEN'], rows));
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
  const password = await readSecretLine(world.input, 'the password');
  const input = { name, email, password, isAdministrator: admin };
  await world.withServices((services) => createAccount(services, OPERATOR, input));
  world.print(`created account ${name}${admin ? ', an administrator' : ''}\n`);
}

async function setAccountPassword(open: OpenWorld, name: string): Promise<void> {
  const world = open();
  const password = await readSecretLine(world.input, 'the password');
  await world.withServices((services) => setPassword(services, OPERATOR, name, password));
  world.print(`set the password of account ${name}\n`);
}

type Work = (services: Services, caller: typeof OPERATOR, name: string) => Promise<unknown>;

async function change(open: OpenWorld, name: string, work: Work, outcome: string): Promise<void> {
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
