import { MEMBER_ROLES, type MemberRole, roleInWords } from '@lanyard/core/organizations/member-role';
import { textTable } from '@lanyard/core/text-table';
import { type Command, Option } from 'commander';
import { OPERATOR } from '../../features/access/caller.ts';
import { placeMember, removeMember } from '../../features/organizations/members.ts';
import { organizationBody } from '../../features/organizations/organization-schema.ts';
import { createOrganization, listOrganizations } from '../../features/organizations/organizations.ts';
import { type OpenWorld, printJson } from './admin-world.ts';

export function organizationCommands(program: Command, open: OpenWorld): void {
  const organization = program.command('organization').description('create and list organizations');
  organization
    .command('create <name>')
    .description('create an organization')
    .requiredOption('--owner <account>', 'the account that owns it')
    .action((name: string, { owner }: { readonly owner: string }) => create(open, name, owner));
  organization
    .command('list')
    .description('list all organizations by name')
    .option('--json', 'print JSON', false)
    .action((options) => list(open, options));
}

export function memberCommands(program: Command, open: OpenWorld): void {
  const member = program.command('member').description('add and remove members of organizations');
  member
    .command('add <organization> <account>')
    .description(
      'add a member, or change the role of one; account-wide rules bind a new member only after accepting them',
    )
    .addOption(new Option('--role <role>', 'the role of the member').choices(MEMBER_ROLES).default('member'))
    .action((organization: string, account: string, { role }: { readonly role: MemberRole }) =>
      addMember(open, organization, account, role),
    );
  member
    .command('remove <organization> <account>')
    .description('remove a member with all rights in the organization')
    .action((organization: string, account: string) => removeFrom(open, organization, account));
}

async function create(open: OpenWorld, name: string, ownerName: string): Promise<void> {
  const world = open();
  await world.withServices((services) => createOrganization(services, OPERATOR, { name, ownerName }));
  world.print(`created organization ${name}; its owner is ${ownerName}\n`);
}

async function list(open: OpenWorld, { json }: { readonly json: boolean }): Promise<void> {
  const world = open();
  const organizations = await world.withServices(async (services) => {
    const found = await listOrganizations(services, OPERATOR);
    return found.map(({ organization }) => organizationBody(organization, services.clock.now()));
  });
  if (json) return printJson(world, organizations);
  const rows = organizations.map(({ name, createdAt }) => [name, createdAt]);
  world.print(textTable(['NAME', 'CREATED'], rows));
}

async function addMember(open: OpenWorld, organizationName: string, accountName: string, role: MemberRole) {
  const world = open();
  const input = { organizationName, accountName, role };
  await world.withServices((services) => placeMember(services, OPERATOR, input));
  world.print(`account ${accountName} is now ${roleInWords(role)} of organization ${organizationName}\n`);
}

async function removeFrom(open: OpenWorld, organizationName: string, accountName: string): Promise<void> {
  const world = open();
  await world.withServices((services) => removeMember(services, OPERATOR, { organizationName, accountName }));
  world.print(`removed account ${accountName} from organization ${organizationName}\n`);
}
