import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lanyard, startLanyard } from '../support/lanyard/start-lanyard.ts';
import { accessibilityFaults, type Chromium, signIn, startChromium, takePicture } from '../support/pages/chromium.ts';
import { type SampleWorld, sampleWorld } from '../support/pages/sample-world.ts';
import { describeWith } from '../support/programs/installed-programs.ts';

/** Two of them are examined for accessibility: each width and each scheme once. */
const LOOKS = [
  { look: 'desktop-light', width: 1280, height: 900, colorScheme: 'light', isExamined: true },
  { look: 'desktop-dark', width: 1280, height: 900, colorScheme: 'dark', isExamined: false },
  { look: 'phone-light', width: 390, height: 844, colorScheme: 'light', isExamined: false },
  { look: 'phone-dark', width: 390, height: 844, colorScheme: 'dark', isExamined: true },
] as const;

/** Address, the heading that tells that it is there, and a name for its picture. */
const PAGES = (world: SampleWorld) =>
  [
    ['access-tokens', '/account/tokens', 'Access tokens'],
    ['no-token-matches', '/account/tokens?search=nothing-like-it', 'Access tokens'],
    ['new-access-token', '/account/tokens/new', 'New access token'],
    ['access-token', `/account/tokens/${world.tokenId}`, 'nightly build'],
    ['missing-token', '/account/tokens/00000000-0000-0000-0000-000000000000', 'Token not found'],
    ['sign-ins', '/account/security', 'Security'],
    ['activity', '/account/audit', 'Audit log'],
    ['organizations', '/organizations', 'Organizations'],
    ['organization', '/organizations/acme', 'acme'],
    ['organization-members', '/organizations/acme/members', 'acme'],
    ['organization-teams', '/organizations/acme/teams', 'acme'],
    ['organization-tokens', '/organizations/acme/tokens', 'acme'],
    ['organization-policy', '/organizations/acme/policy', 'acme'],
    ['organization-sign-in', '/organizations/acme/sign-in', 'acme'],
    ['organization-activity', '/organizations/acme/activity', 'acme'],
    ['missing-organization', '/organizations/nobody', 'Organization not found'],
    ['activate-enter-code', '/activate', 'Enter the code'],
    ['activate-wrong-code', '/activate?user_code=BCDF-GHJK', 'Enter the code'],
    ['missing-page', '/account/nowhere', 'Page not found'],
  ] as const;

describeWith(['chromium'], 'every page, to look at', () => {
  let lanyard: Lanyard;
  let chromium: Chromium;
  let world: SampleWorld;

  beforeAll(async () => {
    lanyard = await startLanyard();
    chromium = await startChromium();
    world = await sampleWorld(lanyard);
  });

  afterAll(async () => {
    await chromium?.close();
    await lanyard?.stop();
  });

  it.concurrent.each(LOOKS)(
    '$look: no fault of accessibility, nothing refused by the content policy',
    async (options) => {
      const { page, context, complaints } = await chromium.open(lanyard, options);
      const faults: string[] = [];
      const look = async (name: string, address: string, heading: string) => {
        await page.goto(address);
        const title = page.getByRole('heading', { level: 1, name: heading, exact: true });
        await title.waitFor({ timeout: 5_000 }).catch(() => faults.push(`${name}: there is no heading ${heading}`));
        await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
        await takePicture(page, `${name}-${options.look}`);
        if (options.isExamined) faults.push(...(await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`));
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (Number(overflow) > 0) faults.push(`${name}: wider than the screen by ${overflow} px`);
      };
      await look('sign-in', '/sign-in', 'Sign in');
      await look('forgot-password', '/forgot-password', 'Forgot password?');
      await look('reset-password', '/reset-password', 'Choose a new password');
      await look('set-up', '/setup', 'Set up Lanyard');
      await look('activate-signed-out', '/activate?user_code=BCDF-GHJK', 'Sign in');
      const secondStep = '/sign-in?step=second-factor&methods=passkey,totp,recovery-code';
      await look('second-step', secondStep, 'Sign in');
      await look('connect-accounts', '/sign-in?step=connect', 'Sign in');
      await look('signed-in', '/signed-in', 'You are signed in');
      await signIn(page, world.ada);
      for (const [name, address, heading] of PAGES(world)) await look(name, address, heading);
      expect(faults).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
