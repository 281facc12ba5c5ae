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

/** The code is in the fragment, which browsers do not send, so no log, proxy or referrer gets it. */
export function invitationLink({ publicUrl }: Services, code: Secret): Secret {
  return new Secret(`${publicUrl}/invitation#code=${code.reveal()}`);
}

/**
 * Looks up the receiver only after the answer, so that neither the answer's text nor its time shows whether there is
 * one.
 */
export async function prepareInvitation(services: Services, notice: Notice): Promise<AskedMail | undefined> {
  const { invitations, organizations } = services.store.read;
  const invitation = await invitations.byId(String(notice.facts.invitation));
  if (invitation?.answer !== null) return undefined;
  const { organizationId, inviterName: inviter, role, makesAccount } = invitation;
  const organization = organizationId === null ? null : await organizations.byId(organizationId);
  const to = await receiverOf(services, invitation);
  if (!to || organization === undefined) return undefined;
  // Many organizations can invite one person. This limit keeps the mailbox from filling up. A mail counts once, however
  // often its delivery is tried.
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

/** Undefined for a name without an account, and for a disabled account. */
async function receiverOf({ store }: Services, { accountId, email }: Invitation) {
  const { accounts } = store.read;
  const account = accountId !== null ? await accounts.byId(accountId) : email && (await accounts.byEmail(email));
  if (account) return account.disabledAt === null ? { address: account.email, hasAccount: true } : undefined;
  return email === null ? undefined : { address: email, hasAccount: false };
}
