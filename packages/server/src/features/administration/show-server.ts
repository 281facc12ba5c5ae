import type { ServerFacts, Services } from '../../services.ts';
import type { Page, Paged } from '../../store/paged.ts';
import type { OrganizationSummary } from '../../store/records/organizations/organizations.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireAdministrator } from '../access/permissions.ts';

/**
 * Organizations with their names and counts. Administrators see no repositories and no rules of an organization here.
 * Errors: `forbidden`.
 */
export function listAllOrganizations(
  services: Services,
  caller: Caller,
  filter: Page & { readonly search?: string | undefined },
): Promise<Paged<OrganizationSummary>> {
  requireAdministrator(caller);
  const { records, now } = look(services, caller);
  return records.organizations.summaries({ ...filter, now });
}

/** Errors: `forbidden`. */
export function showSettings(services: Services, caller: Caller): ServerFacts['settings'] {
  requireAdministrator(caller);
  return services.serverFacts.settings;
}

export interface ServerHealth extends Omit<ServerFacts, 'settings'> {
  readonly publicUrl: string;
  /** How long the database took to answer. Null if it did not answer, or cannot be written. */
  readonly databaseMilliseconds: number | null;
  readonly auditEvents: number;
  readonly sendsMail: boolean;
  /** Since when the oldest mail that is due waits, or null. */
  readonly mailWaitsSince: number | null;
  readonly sendsWebhooks: boolean;
  /** What an administrator should do, in words. */
  readonly advice: readonly string[];
}

/** Longer than a mail server needs at its slowest. */
const LATE_MILLISECONDS = 15 * 60_000;

/** Errors: `forbidden`. */
export async function showHealth(services: Services, caller: Caller): Promise<ServerHealth> {
  requireAdministrator(caller);
  const { records, now } = look(services, caller);
  const { settings, ...facts } = services.serverFacts;
  const databaseMilliseconds = await timeOfPing(services);
  const [{ sequence }, oldest, registries] = await Promise.all([
    records.audit.head(),
    records.notices.oldestDue(now),
    records.registries.list(),
  ]);
  const sendsMail = services.mailer !== undefined;
  const mailWaitsSince = sendsMail ? (oldest ?? null) : null;
  const isSet = (name: string) => settings.some((setting) => setting.name === name && setting.isSet);
  const without = registries.filter(({ hosts }) => hosts.length === 0).map(({ name }) => name);
  const bypassed = registries.filter(({ pastGateSeenAt }) => pastGateSeenAt !== null).map(({ name }) => name);
  const advice = [
    databaseMilliseconds === null && 'The database does not answer, or takes no writes. Look at its log and its disk.',
    isPlainElsewhere(services.publicUrl) &&
      'People reach this server over http, so browsers drop the session and nobody can sign in. Set LANYARD_PUBLIC_URL to an https address.',
    bypassed.length > 0 &&
      `Clients can bypass the gate of ${bypassed.join(', ')}, where revoked tokens still work. Let only the gate reach its port.`,
    without.length > 0 && `No address is set for ${without.join(', ')}. Set it on the page Registries.`,
    mailWaitsSince !== null &&
      now - mailWaitsSince > LATE_MILLISECONDS &&
      'Mail has waited for more than 15 minutes. Look for "a mail was not sent yet" in the log.',
    !sendsMail &&
      'This server sends no mail, so people who forgot their password have to ask you. Set LANYARD_SMTP_URL and LANYARD_MAIL_FROM.',
    !isSet('LANYARD_REVOCATIONS_FILE') &&
      'A restored backup would accept what was revoked after it was made. Set LANYARD_REVOCATIONS_FILE.',
  ].filter((line) => line !== false);
  const sendsWebhooks = services.webhookSender.isOn;
  const rest = { auditEvents: sequence, sendsMail, mailWaitsSince, sendsWebhooks, advice };
  return { ...facts, publicUrl: services.publicUrl, databaseMilliseconds, ...rest };
}

async function timeOfPing({ store }: Services): Promise<number | null> {
  const start = performance.now();
  try {
    await store.ping();
    return Math.round((performance.now() - start) * 10) / 10;
  } catch {
    return null;
  }
}

/** Browsers keep a Secure cookie only from https, or from this machine. */
function isPlainElsewhere(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && !/^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
