import type { SampleAccount } from './accounts.ts';
import { writeExisting } from './audit.ts';
import { rulesBoundNow } from './background-work.ts';
import type { Lanyard } from './start-lanyard.ts';

/** As if everybody had been told of what is announced in the organization, and its date had come. */
export async function noticeOver(lanyard: Lanyard, organizationName: string): Promise<void> {
  await writeExisting(lanyard, async ({ organizations }) => {
    const organization = await organizations.byName(organizationName);
    if (!organization) throw new Error(`no organization ${organizationName}`);
    const { id, policy, termsStricterSince, pendingRules: waiting } = organization;
    const now = lanyard.clock.now();
    const due = Object.entries(waiting).map(([rule, next]) => [rule, { ...next, bindsFrom: now, toldAt: now }]);
    await organizations.setPolicy(id, { policy, termsStricterSince, pendingRules: Object.fromEntries(due) });
  });
  await rulesBoundNow(lanyard);
}

/** So many days later; the people sign in again. */
export async function daysLater(lanyard: Lanyard, days: number, people: readonly SampleAccount[] = []): Promise<void> {
  lanyard.clock.advance(days * 86_400);
  for (const { name, password, browser } of people) await browser.signIn(name, password);
}
