import { expect, it } from 'vitest';
import { invitations } from '../src/commands/invitations.ts';
import { login } from '../src/commands/login.ts';
import { fakeLanyard } from './fake-lanyard.ts';
import { type TestContext, testContext } from './test-context.ts';

const INVITATION = {
  organization: 'acme',
  role: 'owner',
  invitedBy: 'grace',
  expiresAt: '2026-12-05T10:00:00.000Z',
  words: [
    { rule: 'autoTokensKept', text: 'keeps at most 3 of the auto-generated tokens of your account', accountWide: true },
    {
      rule: 'maximumTokenLifetimeSeconds',
      text: 'accepts access tokens that live 90 days at most',
      accountWide: false,
    },
  ],
};

async function signedIn(found: unknown, more: Partial<TestContext> = {}) {
  const [fake, context] = [await fakeLanyard(), testContext(more)];
  await login(context, fake.host, { browser: false });
  context.results.length = 0;
  fake.on('GET /api/invitations', () => ({ status: 200, body: { invitations: found } }));
  return { fake, context };
}

it('shows who invites you, what you would accept, and where to answer', async () => {
  const { fake, context } = await signedIn([
    INVITATION,
    { ...INVITATION, organization: 'free', role: 'member', words: [] },
  ]);
  await invitations(context);
  expect(context.results.join('')).toBe(
    [
      'grace invites you to become an owner of acme, until 2026-12-05',
      '  - acme keeps at most 3 of the auto-generated tokens of your account (for your whole account)',
      '  - acme accepts access tokens that live 90 days at most',
      '',
      'grace invites you to become a member of free, until 2026-12-05',
      '  free has no rules for its members',
      '',
      `accept or decline them in a browser: ${fake.origin}/organizations`,
      '',
    ].join('\n'),
  );
});

it('says when there are no invitations, and prints them as JSON', async () => {
  const { context } = await signedIn([]);
  await invitations(context);
  expect(context.results).toEqual(['no invitations\n']);
  const { fake, context: json } = await signedIn([INVITATION], { json: true });
  await invitations(json);
  expect(JSON.parse(json.results.join(''))).toEqual({
    invitations: [INVITATION],
    page: `${fake.origin}/organizations`,
  });
});

it('replaces control characters from the server, and refuses an answer without invitations', async () => {
  const { context } = await signedIn([{ ...INVITATION, invitedBy: 'gr\u001b[2Jace' }]);
  await invitations(context);
  expect(context.results.join('')).toContain('gr?[2Jace invites you');
  const { context: broken } = await signedIn('nothing');
  await expect(invitations(broken)).rejects.toMatchObject({ message: expect.stringContaining('without invitations') });
});

it('with --answer, shows which organizations you joined and which you did not', async () => {
  const second = { ...INVITATION, organization: 'free' };
  const { fake, context } = await signedIn([]);
  const answers = [[INVITATION, second], [INVITATION, second], [second], []];
  fake.once('GET /api/invitations', ...answers.map((left) => ({ status: 200, body: { invitations: left } })));
  fake.on('GET /api/organizations', () => ({ status: 200, body: { organizations: [{ name: 'acme' }] } }));
  await invitations(context, { answer: true });
  expect(context.results.join('')).toBe('you are a member of acme\nyou did not become a member of free\n');
});

it('with --answer, prints the rules and the address of the page if no browser opens, and which invitation is still open if you do not answer in time', async () => {
  const { fake, context } = await signedIn([INVITATION]);
  context.notes.length = 0;
  await invitations(context, { answer: true });
  const [rules, page] = context.notes;
  expect(rules).toContain(
    '- acme keeps at most 3 of the auto-generated tokens of your account (for your whole account)',
  );
  expect(page).toBe(`open ${fake.origin}/organizations`);
  expect(context.results.join('')).toBe('the invitation to acme still waits for your answer\n');
});
