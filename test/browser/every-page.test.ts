import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SampleAccount } from '../support/lanyard/accounts.ts';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import {
  accessibilityFaults,
  type Chromium,
  setLook,
  signIn,
  startChromium,
  takePicture,
} from '../support/pages/chromium.ts';
import { type SampleWorld, sampleWorld } from '../support/pages/sample-world.ts';
import { type DnsServer, startDnsServer } from '../support/programs/dns-server.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

/** Two of them are checked for accessibility, so that each width and each scheme is checked once. */
const LOOKS = [
  { look: 'desktop-light', width: 1280, height: 900, colorScheme: 'light', isExamined: true },
  { look: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark', isExamined: false },
  { look: 'phone-light', width: 390, height: 844, colorScheme: 'light', isExamined: false },
  { look: 'phone-dark', width: 390, height: 844, colorScheme: 'dark', isExamined: true },
] as const;

/** A name for its picture, its address, and a heading that shows that the page has loaded. */
type NamedPage = readonly [name: string, address: string, heading: string, dialogs?: readonly NamedDialog[]];

/** A name for its picture, and the button that opens it. */
interface NamedDialog {
  readonly name: string;
  readonly button: string | RegExp;
  /** What to do in it before the check. */
  readonly fill?: (dialog: Locator) => Promise<void>;
}

const DIALOGS_OF_MEMBERS: readonly NamedDialog[] = [
  { name: 'invite-member', button: 'Invite member' },
  {
    name: 'invitation-link',
    button: 'Invite member',
    fill: async (dialog) => {
      await dialog.getByRole('textbox', { name: 'Account name or e-mail address' }).fill('emmy@example.com');
      await dialog.getByRole('button', { name: 'Invite' }).click();
      await dialog.getByRole('button', { name: 'Copy the invitation link' }).waitFor();
    },
  },
  { name: 'withdraw-invitation', button: 'Withdraw the invitation of hedy@example.com' },
  { name: 'remove-member', button: 'Remove grace' },
  { name: 'leave-organization', button: 'Leave organization' },
];
const DIALOGS_OF_WEBHOOKS: readonly NamedDialog[] = [
  { name: 'new-webhook', button: 'New webhook' },
  { name: 'webhook', button: 'Open the webhook Chat' },
];
const DIALOGS_OF_EXEMPTIONS: readonly NamedDialog[] = [
  { name: 'exempt-member', button: 'Exempt a member' },
  { name: 'end-exemption', button: 'End the exemption of grace: the maximum lifetime of access tokens' },
];
const DIALOGS_OF_APPROVALS: readonly NamedDialog[] = [
  { name: 'refuse-token', button: 'Refuse deploys of the app of grace' },
  { name: 'end-trust', button: 'Stop for ada' },
];
const DIALOGS_OF_REVIEW: readonly NamedDialog[] = [{ name: 'finish-review', button: 'Finish review' }];
const DIALOGS_OF_ACCOUNT: readonly NamedDialog[] = [
  { name: 'make-administrator', button: 'Make administrator' },
  { name: 'delete-account', button: 'Delete' },
];
const DIALOGS_OF_REGISTRIES: readonly NamedDialog[] = [
  { name: 'add-registry', button: 'Add registry' },
  { name: 'rotate-key', button: 'Rotate key' },
];
const DECLINE: NamedDialog = { name: 'decline-invitation', button: 'Decline the invitation to globex' };

const PAGES_BEFORE_SIGN_IN = ({ newPersonLink, adaLink }: SampleWorld) =>
  [
    ['sign-in', '/sign-in', 'Sign in'],
    ['forgot-password', '/forgot-password', 'Forgot password?'],
    ['reset-password', '/reset-password', 'Choose a new password'],
    ['set-up', '/setup', 'Set up Lanyard'],
    ['activate-signed-out', '/activate?user_code=BCDF-GHJK', 'Sign in'],
    ['second-step', '/sign-in?step=second-factor&methods=passkey,totp,recovery-code', 'Sign in'],
    ['connect-accounts', '/sign-in?step=connect', 'Sign in'],
    [
      'invitation-new-account',
      newPersonLink,
      'Join acme',
      [{ name: 'decline-by-link', button: 'Decline the invitation to acme' }],
    ],
    ['invitation-sign-in', adaLink, 'Join globex'],
    ['invitation-not-open', '/invitation#code=wrong', 'This invitation cannot be used'],
    ['invitation-without-link', '/invitation', 'Invitation'],
    ['signed-in', '/signed-in', 'You are signed in'],
  ] as const;

const PAGES_OF_ACCOUNT = ({ tokenId }: SampleWorld) =>
  [
    ['access-tokens', '/account/tokens', 'Access tokens'],
    ['no-token-matches', '/account/tokens?search=nothing-like-it', 'Access tokens'],
    ['new-access-token', '/account/tokens/new', 'New access token'],
    ['access-token', `/account/tokens/${tokenId}`, 'nightly build'],
    ['missing-token', '/account/tokens/00000000-0000-0000-0000-000000000000', 'Token not found'],
    ['sign-ins', '/account/security', 'Security'],
    ['activity', '/account/audit', 'Audit log'],
    ['activate-enter-code', '/activate', 'Enter the code'],
    ['activate-code-filled-in', '/activate?user_code=BCDF-GHJK', 'Enter the code'],
    ['missing-page', '/account/nowhere', 'Page not found'],
  ] as const;

const PAGES_OF_ORGANIZATIONS = ({ adaLink, otherLink }: SampleWorld) =>
  [
    ['organizations', '/organizations', 'Organizations', [DECLINE]],
    ['overview', '/', 'Overview', [{ name: 'not-me', button: 'This was not me: node' }]],
    ['organization', '/organizations/acme', 'acme'],
    ['organization-members', '/organizations/acme/members', 'acme', DIALOGS_OF_MEMBERS],
    ['organization-teams', '/organizations/acme/teams', 'acme'],
    ['organization-tokens', '/organizations/acme/tokens', 'acme'],
    ['organization-policy', '/organizations/acme/policy', 'acme'],
    ['organization-sign-in', '/organizations/acme/sign-in', 'acme'],
    ['organization-security', '/organizations/acme/security', 'acme'],
    ['organization-webhooks', '/organizations/acme/webhooks', 'acme', DIALOGS_OF_WEBHOOKS],
    ['organization-activity', '/organizations/acme/activity', 'acme'],
    ['organization-new-rules', '/organizations/initech', 'initech'],
    ['organization-suspended', '/organizations/hooli', 'hooli'],
    ['organization-member-policy', '/organizations/initech/policy', 'initech'],
    ['invitation-signed-in', adaLink, 'Join globex', [DECLINE]],
    ['invitation-of-another', otherLink, 'Join globex'],
    ['missing-organization', '/organizations/nobody', 'Organization not found'],
  ] as const;

const PAGES_OF_ADMINISTRATION = () =>
  [
    ['administration', '/administration', 'Administration', [{ name: 'invite-person', button: 'Invite person' }]],
    ['administration-account', '/administration/accounts/grace', 'Administration', DIALOGS_OF_ACCOUNT],
    ['administration-organizations', '/administration/organizations', 'Administration'],
    ['administration-registries', '/administration/registries', 'Administration', DIALOGS_OF_REGISTRIES],
    ['administration-tokens', '/administration/tokens', 'Administration'],
    ['administration-audit', '/administration/audit', 'Administration'],
    ['administration-server', '/administration/server', 'Administration'],
  ] as const;

const PAGES_OF_REVIEWS = ({ reviewId }: SampleWorld) =>
  [
    ['organization-access-review', '/organizations/acme/access-review', 'acme'],
    ['organization-approvals', '/organizations/acme/access-review/approvals', 'acme', DIALOGS_OF_APPROVALS],
    ['organization-exemptions', '/organizations/acme/access-review/exemptions', 'acme', DIALOGS_OF_EXEMPTIONS],
    ['organization-reviews', '/organizations/acme/access-review/reviews', 'acme'],
    ['new-review', '/organizations/acme/access-review/reviews/new', 'acme'],
    ['review', `/organizations/acme/access-review/reviews/${reviewId}`, 'acme', DIALOGS_OF_REVIEW],
    ['organization-evidence', '/organizations/acme/evidence?repository=acme/app', 'acme'],
    ['account-evidence', '/account/audit/evidence?repository=ada/scratch', 'Evidence'],
    ['evidence-of-nothing', '/organizations/acme/evidence', 'acme'],
    ['organization-access-review-filters', '/organizations/acme/access-review?team=builders&unused=30', 'acme'],
    ['no-token-under-review', '/organizations/acme/access-review?search=nothing-like-it', 'acme'],
  ] as const;

const PAGES_OF_ASKED = () => [['directory-request', '/account/security', 'Security']] as const;

describeWith(['chromium'], 'every page', () => {
  let dns: DnsServer;
  let lanyard: Lanyard;
  let chromium: Chromium;
  let world: SampleWorld;

  beforeAll(async () => {
    dns = await startDnsServer();
    const settings = { LANYARD_DNS_SERVERS: dns.address, LANYARD_WEBHOOK_HOSTS: 'hooks.invalid' };
    lanyard = await startLanyard({ settings });
    chromium = await startChromium();
    world = await sampleWorld(lanyard, dns);
  });

  afterAll(async () => {
    await chromium?.close();
    await lanyard?.stop();
    await dns?.stop();
  });

  /** Opens all these pages and their dialogs, one after the other. Returns their faults. */
  async function faultsOf(pages: readonly NamedPage[], person: SampleAccount | undefined): Promise<readonly string[]> {
    const { page, context, complaints } = await chromium.open(lanyard);
    const faults: string[] = [];
    if (person) await signIn(page, person);
    for (const [name, address, heading, dialogs = []] of pages) {
      await page.goto(address);
      const title = page.getByRole('heading', { level: 1, name: heading, exact: true });
      await title.waitFor().catch(() => faults.push(`${name}: there is no heading ${heading}`));
      await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
      faults.push(...(await faultsOfLooks(page, name)));
      for (const dialog of dialogs) {
        await openDialog(page, dialog);
        faults.push(...(await faultsOfLooks(page, dialog.name)));
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    await context.close();
    return [...faults, ...complaints];
  }

  async function openDialog(page: Page, { button, fill }: NamedDialog): Promise<void> {
    await page.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await fill?.(dialog);
  }

  /** Checks the loaded page in each size and each scheme. */
  async function faultsOfLooks(page: Page, name: string): Promise<readonly string[]> {
    const faults: string[] = [];
    for (const { look, width, height, colorScheme, isExamined } of LOOKS) {
      await setLook(page, { colorScheme, viewport: { width, height } });
      await takePicture(page, `${name}-${look}`);
      if (isExamined) {
        faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}, ${look}: ${fault}`));
      }
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (Number(overflow) > 0) faults.push(`${name}, ${look}: wider than the screen by ${overflow} px`);
    }
    return faults;
  }

  it('would show a fault', async () => {
    const { page, context } = await chromium.open(lanyard);
    await page.goto('/sign-in');
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.evaluate(`document.body.append(document.createElement('button'))`);
    expect(await accessibilityFaults(page)).toEqual([expect.stringMatching(/^button-name: /)]);
    await context.close();
  });

  // In parts, so that no part takes long.
  it.concurrent.each([
    { part: 'before the sign-in', pages: PAGES_BEFORE_SIGN_IN, personOf: () => undefined },
    { part: 'of an account', pages: PAGES_OF_ACCOUNT, personOf: ({ ada }: SampleWorld) => ada },
    { part: 'of organizations', pages: PAGES_OF_ORGANIZATIONS, personOf: ({ ada }: SampleWorld) => ada },
    { part: 'of the administration', pages: PAGES_OF_ADMINISTRATION, personOf: ({ ada }: SampleWorld) => ada },
    { part: 'of reviews', pages: PAGES_OF_REVIEWS, personOf: ({ ada }: SampleWorld) => ada },
    { part: 'of somebody whom a directory asks', pages: PAGES_OF_ASKED, personOf: ({ asked }: SampleWorld) => asked },
  ])(
    '$part has no accessibility fault, fits a screen and a phone, light and dark, and keeps the content security policy',
    async ({ pages, personOf }) => expect(await faultsOf(pages(world), personOf(world))).toEqual([]),
  );
});
