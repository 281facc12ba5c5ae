import { Secret } from '@lanyard/core/secret';
import type { Services } from '../../services.ts';
import type { Invitation } from '../../store/records/invitations/invitations.ts';
import type { Notice } from '../../store/records/notices/notices.ts';
import type { AskedMail } from '../access/asked-mail.ts';

/** How long a link works. */
export const INVITATION_DAYS = 7;
const CODE_BYTES = 32;

export function newInvitationCode({ random }: Services): Secret {
  return new Secret(Buffer.from(random.bytes(CODE_BYTES)).toString('base64url'));
}

/** In the fragment, which no browser sends: it reaches no log, proxy or referrer. */
export function invitationLink({ publicUrl }: Services, code: Secret): Secret {
  return new Secret(`${publicUrl}/invitation#code=${code.reveal()}`);
}

/** Whether there is somebody to write to is looked up after the answer: neither its text nor its time shows it. */
export async function prepareInvitation(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const { invitations, organizations } = services.store.read;
  const invitation = await invitations.byId(String(notice.facts.invitation));
  if (invitation?.answer !== null) return undefined;
  const { organizationId, inviterName: inviter, role, makesAccount } = invitation;
  const organization = organizationId === null ? null : await organizations.byId(organizationId);
  const to = await receiverOf(services, invitation);
  if (!to || organization === undefined) return undefined;
  // Many organizations may invite one person: a mailbox is not filled by them. A mail counts once, however often it is tried.
  const isOver =
    !notice.isPrepared &&
    (await services.mailLimit.countInvitation(invitation.inviterId ?? '', to.address)) !== undefined;
  if (isOver) return undefined;
  const code = newInvitationCode(services);
  const digest = services.digester.digest('invitation', code);
  const isWaiting = await services.store.transaction((records) => records.invitations.setDigest(invitation.id, digest));
  if (!isWaiting) return undefined;
  const facts = {
    ...notice.facts,
    inviter,
    organization: organization?.name ?? null,
    role,
    needsAccount: !to.hasAccount && !makesAccount,
    days: INVITATION_DAYS,
  };
  return { to: to.address, accountName: '', link: invitationLink(services, code), facts };
}

/** Undefined for a name that nobody had, and for a disabled account. */
async function receiverOf({ store }: Services, { accountId, email }: Invitation) {
  const { accounts } = store.read;
  const account = accountId !== null ? await accounts.byId(accountId) : email && (await accounts.byEmail(email));
  if (account) return account.disabledAt === null ? { address: account.email, hasAccount: true } : undefined;
  return email === null ? undefined : { address: email, hasAccount: false };
}
