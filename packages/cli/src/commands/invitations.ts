import { roleInWords } from '@lanyard/core/organizations/member-role';
import { printableText } from '../foreign-text.ts';
import { type InvitationView, listInvitations, listOrganizations } from '../server/lanyard-api.ts';
import type { Session } from '../server/open-session.ts';
import { type CommandContext, chooseAnySession, printResult } from './command-context.ts';
import { openBrowser } from './open-browser.ts';

export interface InvitationOptions {
  /** Opens the page where you answer an invitation, and waits for the answers. */
  readonly answer?: boolean;
}

/**
 * Shows the invitations that wait for an answer. People answer in a browser. A command line's sign-in may not change
 * memberships, so a program that has it cannot accept in the person's name.
 */
export async function invitations(context: CommandContext, { answer = false }: InvitationOptions = {}): Promise<void> {
  const session = await chooseAnySession(context);
  const found = await listInvitations(session);
  const page = `${session.server}/organizations`;
  if (answer && found.length > 0) return printAnswers(context, session, { found, page });
  const waiting = found.map(({ organization, role, invitedBy, expiresAt, words }) => {
    return { organization, role, invitedBy, expiresAt, words };
  });
  printResult(context, { invitations: waiting, page }, () => {
    if (found.length === 0) return 'no invitations\n';
    return `${found.map(invitationText).join('\n')}\naccept or decline them in a browser: ${page}\n`;
  });
}

interface Asked {
  readonly found: readonly InvitationView[];
  readonly page: string;
}

const POLL_MILLISECONDS = 3_000;
/** Shorter than the ten minutes for which a session's access token is valid. */
const WAIT_MINUTES = 9;

/** Shows what each invitation asks, opens the page, and then shows the answers. */
async function printAnswers(context: CommandContext, session: Session, { found, page }: Asked): Promise<void> {
  const { terminal, environment } = context;
  terminal.note(printableText(found.map(invitationText).join('\n').trimEnd()));
  terminal.note((await openBrowser(page, environment)) ? `your browser opens ${page}` : `open ${page}`);
  const stop = terminal.wait(`waiting for your answer (${WAIT_MINUTES} min)`);
  const open = await unanswered(context, session).finally(stop);
  const memberOf = new Set(await listOrganizations(session));
  const answers = found.map(({ organization }) => {
    const given = memberOf.has(organization) ? 'accepted' : 'declined';
    return { organization, answer: open.has(organization) ? 'none' : given } as const;
  });
  printResult(context, { answers, page }, () => answers.map(answerText).join(''));
}

/** The organizations that still wait when the time is over. Empty as soon as all are answered. */
async function unanswered({ now, sleep }: CommandContext, session: Session): Promise<ReadonlySet<string>> {
  const end = now() + WAIT_MINUTES * 60_000;
  for (;;) {
    const open = new Set((await listInvitations(session)).map(({ organization }) => organization));
    if (open.size === 0 || now() >= end) return open;
    await sleep(POLL_MILLISECONDS);
  }
}

const ANSWERS = {
  accepted: (organization: string) => `you are a member of ${organization}\n`,
  declined: (organization: string) => `you did not become a member of ${organization}\n`,
  none: (organization: string) => `the invitation to ${organization} still waits for your answer\n`,
} as const;

function answerText({
  organization,
  answer,
}: {
  readonly organization: string;
  readonly answer: keyof typeof ANSWERS;
}) {
  return ANSWERS[answer](organization);
}

function invitationText({ organization, role, invitedBy, expiresAt, words }: InvitationView): string {
  const lines = words.map(({ text, accountWide }) => {
    return `  - ${organization} ${text}${accountWide ? ' (for your whole account)' : ''}\n`;
  });
  const rules = lines.length === 0 ? `  ${organization} has no rules for its members\n` : lines.join('');
  return `${invitedBy} invites you to become ${roleInWords(role)} of ${organization}, until ${expiresAt.slice(0, 10)}\n${rules}`;
}
