import { dayText, notice } from './notice-declaration.ts';

/** What the rules of an organization stop, told before it stops. None of it can be turned off: a rule promises it. */
export const LIFETIME_NOTICES = {
  /** `tokens`: as lines of a list, each with its day and cause. `isOwn`: they belong to the organization itself. */
  'tokens-will-stop': notice<{ organization: string; tokens: readonly string[]; isOwn: boolean }>({
    label: 'Access tokens will stop because of a rule of an organization (30 days, 7 days and 1 day before)',
    weight: 'security',
    words: ({ organization, tokens, isOwn }, { publicUrl }) => ({
      subject: `Access tokens that will no longer reach ${organization}`,
      lines: [
        isOwn
          ? `By the rules of ${organization} at ${publicUrl}, these access tokens of the organization`
          : `By the rules of ${organization} at ${publicUrl}, these access tokens of yours`,
        'will no longer reach its repositories. Elsewhere they still work.',
        '',
        ...tokens.map((token) => `- ${token}`),
        '',
        'A token that is used before its day does not stop for not being used. Replace one that lives too long.',
        'Sign in again for one that docker login or lanyard login generated.',
        'If that is not possible in time, ask an owner of the organization for an exemption.',
        '',
        isOwn ? `${publicUrl}/organizations/${organization}/tokens` : `${publicUrl}/account/tokens`,
      ],
    }),
  }),
  'password-will-stop': notice<{ organization: string; stopsAt: number }>({
    label: 'An organization will no longer accept your password at the registry',
    weight: 'security',
    words: ({ organization, stopsAt }, { accountName, publicUrl }) => ({
      subject: `${organization} accepts your password until ${dayText(stopsAt)}`,
      lines: [
        `From ${dayText(stopsAt)} on, the repositories of ${organization} at ${publicUrl} accept no passwords`,
        `in docker and other registry clients. The password of ${accountName} was used there in the last 90 days.`,
        '',
        'Generate an access token, and log in with it instead:',
        `${publicUrl}/account/tokens`,
      ],
    }),
  }),
  /** `stops`: as lines of a list, each with its day, its cause, and how many. Nothing that a holder typed. */
  'stops-ahead': notice<{ organization: string; stops: readonly string[] }>({
    label: 'What the rules of your organization will stop in the next 30 days (once a day)',
    weight: 'security',
    words: ({ organization, stops }, { publicUrl }) => ({
      subject: `What the rules of ${organization} will stop`,
      lines: [
        `In the next 30 days, the rules of ${organization} will stop these. Their holders were told by mail:`,
        '',
        ...stops.map((stop) => `- ${stop}`),
        '',
        'An exemption lets one in for longer:',
        `${publicUrl}/organizations/${organization}/access-review/exemptions`,
      ],
    }),
  }),
  /** `token` is null for all credentials of a member; `rule` follows "the rule about". */
  'exempted-here': notice<{
    organization: string;
    token: string | null;
    rule: string;
    until: number;
    reason: string;
    maker: string;
  }>({
    label: 'An organization exempts you or an access token of yours from a rule',
    weight: 'news',
    words: ({ organization, token, rule, until, reason, maker }, { accountName, publicUrl, time }) => ({
      subject: `An exemption in ${organization} until ${dayText(until)}`,
      lines: [
        `On ${time} ${maker} exempted ${token === null ? `the account ${accountName}` : `the access token "${token}"`}`,
        `in ${organization} at ${publicUrl} from the rule about ${rule},`,
        `until ${dayText(until)}. You are told before it ends.`,
        '',
        'The reason:',
        reason,
      ],
    }),
  }),
  /** `maker` is null where it ended by itself. */
  'exemption-ended-here': notice<{
    organization: string;
    token: string | null;
    rule: string;
    until: number;
    maker: string | null;
  }>({
    label: 'An exemption in an organization ends',
    weight: 'security',
    words: ({ organization, token, rule, until, maker }, { accountName, publicUrl, time }) => ({
      subject: `An exemption in ${organization} ${maker === null ? 'is over' : `ends on ${dayText(until)}`}`,
      lines: [
        maker === null
          ? `The exemption of ${token === null ? `the account ${accountName}` : `the access token "${token}"`} is over.`
          : `On ${time} ${maker} ended the exemption of ${token === null ? `the account ${accountName}` : `the access token "${token}"`} early.`,
        `From ${dayText(until)} on, the rule of ${organization} at ${publicUrl} about ${rule} applies to it.`,
      ],
    }),
  }),
};
