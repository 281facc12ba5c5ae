import { roleInWords } from '../organizations/member-role.ts';
import { TERMS_NOTICE_SECONDS } from '../organizations/member-terms.ts';
import { dayText, notice } from './notice-declaration.ts';

/** Notices about an organization, for its owners or members. */
export const ORGANIZATION_NOTICES = {
  'organization-joined': notice<{ organization: string; role: string }>({
    label: 'Your account became a member of an organization',
    weight: 'security',
    words: ({ organization, role }, { accountName, publicUrl, time }) => ({
      subject: `You are ${roleInWords(role)} of ${organization}`,
      lines: [
        `The account ${accountName} became ${roleInWords(role)} of the organization ${organization}`,
        `at ${publicUrl} on ${time}. Its rules, and how to leave it, are here:`,
        '',
        `${publicUrl}/organizations/${organization}`,
      ],
    }),
  }),
  'role-changed': notice<{ organization: string; role: string }>({
    label: 'Your role in an organization was changed',
    weight: 'security',
    words: ({ organization, role }, { accountName, publicUrl, time }) => ({
      subject: `Your role in ${organization} was changed`,
      lines: [
        `The account ${accountName} is ${roleInWords(role)} of ${organization}`,
        `at ${publicUrl} since ${time}.`,
        '',
        ASK_AN_OWNER,
      ],
    }),
  }),
  'membership-ended': notice<{ organization: string }>({
    label: 'Your membership in an organization was ended',
    weight: 'security',
    words: ({ organization }, { accountName, publicUrl, time }) => ({
      subject: `You are no longer a member of ${organization}`,
      lines: [
        `The account ${accountName} is no longer a member of the organization ${organization} at ${publicUrl} since ${time}.`,
        'Your access tokens no longer reach its private repositories.',
        '',
        ASK_AN_OWNER,
      ],
    }),
  }),
  'member-joined': notice<{ organization: string; member: string; role: string }>({
    label: 'Somebody became a member of your organization',
    weight: 'news',
    words: ({ organization, member, role }, { publicUrl, time }) => ({
      subject: `${member} is ${roleInWords(role)} of ${organization}`,
      lines: [
        `${member} became ${roleInWords(role)} of ${organization} at ${publicUrl} on ${time}.`,
        '',
        `${publicUrl}/organizations/${organization}/members`,
      ],
    }),
  }),
  'organization-token-created': notice<{ organization: string; token: string; maker: string }>({
    label: 'An access token of your organization was generated',
    weight: 'news',
    words: ({ organization, token, maker }, { publicUrl, time }) => ({
      subject: `An access token of ${organization} was generated`,
      lines: [
        `${maker} generated the access token "${token}" of ${organization} at ${publicUrl} on ${time}.`,
        '',
        `${publicUrl}/organizations/${organization}/tokens`,
      ],
    }),
  }),
  'organization-token-widened': notice<{ organization: string; token: string; maker: string }>({
    label: 'An access token of your organization may do more than before',
    weight: 'security',
    words: ({ organization, token, maker }, { publicUrl, time }) => ({
      subject: `An access token of ${organization} may do more than before`,
      lines: [
        `${maker} gave the access token "${token}" of ${organization} more permissions at ${publicUrl} on ${time}.`,
        '',
        `${publicUrl}/organizations/${organization}/tokens`,
      ],
    }),
  }),
  'directory-connected': notice<{ organization: string; maker: string }>({
    label: 'A directory may manage the members of your organization',
    weight: 'security',
    words: ({ organization, maker }, { publicUrl, time }) => ({
      subject: `A directory may manage the members of ${organization}`,
      lines: [
        `${maker} created a SCIM token of ${organization} at ${publicUrl} on ${time}.`,
        'Anyone who has it can create and disable accounts of your domains, and change teams.',
        '',
        'If no owner of the organization did this, delete it here, and tell an administrator:',
        `${publicUrl}/organizations/${organization}/sign-in`,
      ],
    }),
  }),
  'webhook-created': notice<{ organization: string; origin: string; maker: string }>({
    label: 'Events of your organization are sent to another address',
    weight: 'security',
    words: ({ organization, origin, maker }, { publicUrl, time }) => ({
      subject: `A webhook of ${organization} sends to ${origin}`,
      lines: [
        `${maker} set up a webhook of ${organization} at ${publicUrl} on ${time}.`,
        `From now on, events of the organization are sent to ${origin}.`,
        '',
        'If no owner of the organization did this, delete it here, and tell an administrator:',
        `${publicUrl}/organizations/${organization}/webhooks`,
      ],
    }),
  }),
  'webhook-paused': notice<{ organization: string; origin: string; isGone: boolean }>({
    label: 'A webhook of your organization is paused because events did not arrive',
    weight: 'security',
    words: ({ organization, origin, isGone }, { publicUrl, time }) => ({
      subject: `A webhook of ${organization} is paused`,
      lines: [
        isGone
          ? `On ${time} the receiver at ${origin} said that it is permanently gone.`
          : `An event of ${organization} did not arrive at ${origin} in ten attempts over three days.`,
        'Nothing more is sent there until an owner starts the webhook again. What waited is sent then:',
        '',
        `${publicUrl}/organizations/${organization}/webhooks`,
      ],
    }),
  }),
  'single-sign-on-bypassed': notice<{ organization: string; account: string; address: string }>({
    label: 'An administrator signed in without the single sign-on of your organization',
    weight: 'security',
    words: ({ organization, account, address }, { publicUrl, time }) => ({
      subject: `Somebody signed in without the single sign-on of ${organization}`,
      lines: [
        `The administrator ${account} signed in at ${publicUrl} on ${time}, from ${address},`,
        `without the single sign-on that ${organization} requires. Administrators can do this in an emergency.`,
        '',
        'If you do not expect this, ask them.',
      ],
    }),
  }),
  /** `tokens` are the lines of a list. */
  'tokens-left-behind': notice<{ organization: string; maker: string; isDisabled: boolean; tokens: readonly string[] }>(
    {
      label: 'Somebody who generated access tokens of your organization is gone',
      weight: 'security',
      words: ({ organization, maker, isDisabled, tokens }, { publicUrl }) => ({
        subject: `Access tokens of ${organization} that ${maker} generated`,
        lines: [
          `${isDisabled ? `The account ${maker} was disabled` : `${maker} is no longer a member of ${organization}`} at ${publicUrl}.`,
          `These access tokens of ${organization}, which ${maker} generated, still work:`,
          '',
          ...tokens.map((token) => `- ${token}`),
          '',
          `If ${maker} may know their secrets, replace them and delete these:`,
          '',
          `${publicUrl}/organizations/${organization}/tokens`,
        ],
      }),
    },
  ),
  /** Owners see these secrets when they make them. `webhooks` are addresses without their paths. */
  'secrets-left-behind': notice<{
    organization: string;
    maker: string;
    isDisabled: boolean;
    webhooks: readonly string[];
    hasScimToken: boolean;
  }>({
    label: 'Somebody who was an owner of your organization may know its secrets',
    weight: 'security',
    words: ({ organization, maker, isDisabled, webhooks, hasScimToken }, { publicUrl }) => ({
      subject: `Secrets of ${organization} that ${maker} may know`,
      lines: [
        `${isDisabled ? `The account ${maker}, an owner of ${organization}, was disabled` : `${maker} is no longer an owner of ${organization}`} at ${publicUrl}.`,
        'These still work:',
        '',
        ...webhooks.map((origin) => `- the webhook to ${origin}, and its signing secret`),
        ...(hasScimToken ? ['- the SCIM token, with which a directory manages your people'] : []),
        '',
        `Check whether each is still wanted. If ${maker} may have kept a secret, replace it:`,
        '',
        `${publicUrl}/organizations/${organization}`,
      ],
    }),
  }),
  /** `rules` come after the name of the organization: "accepts access tokens that live 90 days at most". */
  'rules-stricter': notice<{ organization: string; rules: readonly string[] }>({
    label: 'New rules of an organization for your account',
    weight: 'security',
    words: ({ organization, rules }, { accountName, publicUrl }) => ({
      subject: `New rules of ${organization}`,
      lines: [
        `The organization ${organization} at ${publicUrl} has new rules, which would apply to your whole account`,
        `${accountName}. From now on ${organization}`,
        '',
        ...rules.map((rule) => `- ${rule}`),
        '',
        'These rules apply only if you accept them. Read and accept them here:',
        '',
        `${publicUrl}/organizations/${organization}`,
        '',
        `If you do not accept them within ${TERMS_NOTICE_SECONDS / 86_400} days, you cannot reach the repositories of ${organization} until you do.`,
        'Your account and everything else stay as they are.',
      ],
    }),
  }),
  'provider-changed': notice<{ organization: string; isOwner: boolean; people: number }>({
    label: 'The identity provider of your organization was changed',
    weight: 'security',
    words: ({ organization, isOwner, people }, { publicUrl, time }) => {
      const subject = `The identity provider of ${organization} was changed`;
      const lines = isOwner
        ? [
            `${people} people were connected with the former one. Each of them has to prove their account once at the next sign-in.`,
            '',
            'If no owner of the organization did this, restore the former provider, and tell an administrator.',
          ]
        : [
            'At your next single sign-on you have to prove your account once: by your password, by a second factor or by a mail.',
            '',
            ASK_AN_OWNER,
          ];
      return { subject, lines: [`${subject} at ${publicUrl} on ${time}.`, ...lines] };
    },
  }),
  'certificate-added': notice<{ organization: string; isOwner: boolean; count: number; countsFrom: number }>({
    label: 'A certificate was added to the identity provider of your organization',
    weight: 'security',
    words: ({ organization, isOwner, count, countsFrom }, { publicUrl, time }) => {
      const subject = `A certificate was added to the identity provider of ${organization}`;
      const day = dayText(countsFrom);
      const lines = isOwner
        ? [
            `${count} new. From ${day} on, anyone who has its key can sign in as the members who are connected now.`,
            '',
            'If no owner of the organization did this, remove it before that day, and tell an administrator.',
          ]
        : [`Until ${day} a sign-in with it asks you to prove your account once more.`, '', ASK_AN_OWNER];
      return { subject, lines: [`${subject} at ${publicUrl} on ${time}.`, ...lines] };
    },
  }),
  'provider-failing': notice<{ organization: string; issuer: string; cause: string }>({
    label: 'The identity provider of your organization does not confirm anybody',
    weight: 'security',
    words: ({ organization, issuer, cause }, { publicUrl, time }) => ({
      subject: `The identity provider of ${organization} does not confirm anybody`,
      lines: [
        `On ${time}, ${issuer} had not confirmed any of your members`,
        `for some time, although ${publicUrl} asked it every minute.`,
        `The last cause: ${cause}.`,
        '',
        'Nobody is signed out because of this. Until it works again, nobody is signed out when they leave either:',
        'disconnect or remove those who have left yourself.',
        '',
        `${publicUrl}/organizations/${organization}/authentication`,
      ],
    }),
  }),
  'provider-recovered': notice<{ organization: string; issuer: string }>({
    label: 'The identity provider of your organization confirms people again',
    weight: 'news',
    words: ({ organization, issuer }, { publicUrl, time }) => ({
      subject: `The identity provider of ${organization} confirms people again`,
      lines: [`${issuer} answers ${publicUrl} again since ${time}.`],
    }),
  }),
};

export const ASK_AN_OWNER = 'If you do not expect this, ask an owner of the organization.';
