import { TERMS_NOTICE_SECONDS } from '../organizations/member-terms.ts';
import { dayText, notice } from './notice-declaration.ts';

/** Notices about an organization, for its owners or members. */
export const ORGANIZATION_NOTICES = {
  'organization-joined': notice<{ organization: string; role: string }>({
    label: 'Your account became a member of an organization',
    weight: 'security',
    words: ({ organization, role }, { accountName, publicUrl, time }) => ({
      subject: `You are ${role === 'owner' ? 'an owner' : 'a member'} of ${organization}`,
      lines: [
        `The account ${accountName} became ${role === 'owner' ? 'an owner' : 'a member'} of the organization ${organization}`,
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
        `The account ${accountName} is ${role === 'owner' ? 'an owner' : 'a member, and no longer an owner,'} of ${organization}`,
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
      subject: `${member} is ${role === 'owner' ? 'an owner' : 'a member'} of ${organization}`,
      lines: [
        `${member} became ${role === 'owner' ? 'an owner' : 'a member'} of ${organization} at ${publicUrl} on ${time}.`,
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
  /** `tokens` are the lines of a list. */
  'tokens-blocked-here': notice<{ organization: string; tokens: readonly string[]; reason: string; maker: string }>({
    label: 'An organization blocked an access token of yours',
    weight: 'security',
    words: ({ organization, tokens, reason, maker }, { accountName, publicUrl, time }) => ({
      subject: `${tokens.length === 1 ? 'An access token of yours is' : `${tokens.length} access tokens of yours are`} blocked in ${organization}`,
      lines: [
        `On ${time} ${maker} blocked these access tokens of the account ${accountName} in ${organization}`,
        `at ${publicUrl}:`,
        '',
        ...tokens.map((token) => `- ${token}`),
        '',
        'The reason:',
        reason,
        '',
        `They reach no repository of ${organization}; everywhere else they work as before. New access tokens of yours wait`,
        `for an approval by an owner of ${organization}, and your password is not accepted there meanwhile.`,
        '',
        ASK_AN_OWNER,
      ],
    }),
  }),
  'tokens-let-in-here': notice<{ organization: string; tokens: readonly string[]; maker: string }>({
    label: 'An organization lets an access token of yours in',
    weight: 'news',
    words: ({ organization, tokens, maker }, { accountName, publicUrl, time }) => ({
      subject: `${tokens.length === 1 ? 'An access token of yours reaches' : `${tokens.length} access tokens of yours reach`} ${organization}`,
      lines: [
        `On ${time} ${maker} let these access tokens of the account ${accountName} into ${organization}`,
        `at ${publicUrl}:`,
        '',
        ...tokens.map((token) => `- ${token}`),
      ],
    }),
  }),
  /** `tokens` are the lines of a list. */
  'tokens-refused-here': notice<{ organization: string; tokens: readonly string[]; reason: string; maker: string }>({
    label: 'An organization does not let an access token of yours in',
    weight: 'news',
    words: ({ organization, tokens, reason, maker }, { accountName, publicUrl, time }) => ({
      subject: `${organization} does not let ${tokens.length === 1 ? 'an access token' : `${tokens.length} access tokens`} of yours in`,
      lines: [
        `On ${time} ${maker} refused to let these access tokens of the account ${accountName} into ${organization}`,
        `at ${publicUrl}:`,
        '',
        ...tokens.map((token) => `- ${token}`),
        '',
        'The reason:',
        reason,
        '',
        `They reach no repository of ${organization}; everywhere else they work.`,
      ],
    }),
  }),
  /** `holders` are the lines of a list. Each says how many tokens wait. They contain no text that a holder typed. */
  'tokens-wait-here': notice<{ organization: string; count: number; holders: readonly string[] }>({
    label: 'Access tokens wait for your approval (once a day)',
    weight: 'news',
    words: ({ organization, count, holders }, { publicUrl }) => ({
      subject: `${count === 1 ? 'An access token waits' : `${count} access tokens wait`} for your approval in ${organization}`,
      lines: [
        `These people generated access tokens that reach nothing in ${organization} until an owner approves them:`,
        '',
        ...holders.map((holder) => `- ${holder}`),
        '',
        'Approve or refuse them here:',
        `${publicUrl}/organizations/${organization}/access-review/approvals`,
      ],
    }),
  }),
  /** `review` is the name that an owner gave the review. `daysLeft` is null at its start. */
  'review-asks': notice<{
    organization: string;
    review: string;
    reviewId: string;
    count: number;
    isOwner: boolean;
    dueAt: number;
    daysLeft: number | null;
  }>({
    label: 'A review of access tokens asks you to decide',
    weight: 'news',
    words: ({ organization, review, reviewId, count, isOwner, dueAt, daysLeft }, { publicUrl }) => {
      const tokens = count === 1 ? 'One access token waits' : `${count} access tokens wait`;
      const days = daysLeft === 1 ? 'one day' : `${daysLeft} days`;
      return {
        subject:
          daysLeft === null
            ? `A review of access tokens in ${organization} asks you to decide`
            : `Within ${days}: decide in the review of access tokens in ${organization}`,
        lines: [
          `${tokens} for a decision ${isOwner ? '' : 'of yours '}in the review "${review}" of ${organization}`,
          `at ${publicUrl}: keep or block. It closes on ${dayText(dueAt)}:`,
          '',
          `${publicUrl}/organizations/${organization}/access-review/reviews/${reviewId}`,
        ],
      };
    },
  }),
  'review-closed': notice<{
    organization: string;
    review: string;
    reviewId: string;
    kept: number;
    blocked: number;
    gone: number;
  }>({
    label: 'A review of access tokens of your organization is closed',
    weight: 'news',
    words: ({ organization, review, reviewId, kept, blocked, gone }, { publicUrl, time }) => ({
      subject: `The review "${review}" of ${organization} is closed`,
      lines: [
        `The review "${review}" of the access tokens in ${organization} at ${publicUrl} was closed on ${time}.`,
        '',
        `kept: ${kept}`,
        `blocked: ${blocked}`,
        `ended by themselves meanwhile: ${gone}`,
        '',
        'You can download its evidence, a signed file, here:',
        `${publicUrl}/organizations/${organization}/access-review/reviews/${reviewId}`,
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
  /** `organization` is null for a repository of an account. */
  'image-infected': notice<{
    organization: string | null;
    repository: string;
    digest: string;
    signature: string;
    path: string;
    isQuarantined: boolean;
  }>({
    label: 'Malware was found in an image',
    weight: 'security',
    words: ({ organization, repository, digest, signature, path, isQuarantined }, { publicUrl, time }) => ({
      subject: `Malware was found in ${repository}`,
      lines: [
        `A scan at ${publicUrl} found ${signature} on ${time} in this image:`,
        '',
        `${repository}@${digest}`,
        `file: ${path}`,
        '',
        isQuarantined
          ? 'The image is in quarantine: nobody can pull it from now on. The record of the repository shows who pulled it before.'
          : 'The image can still be pulled. Delete it in the registry, and build it again.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  'image-vulnerable': notice<{
    organization: string | null;
    repository: string;
    digest: string;
    severity: string;
    count: number;
    isQuarantined: boolean;
  }>({
    label: 'Vulnerabilities were found in an image',
    weight: 'news',
    words: ({ organization, repository, digest, severity, count, isQuarantined }, { publicUrl, time }) => ({
      subject: `Vulnerabilities were found in ${repository}`,
      lines: [
        `A scan at ${publicUrl} on ${time} found ${count} of the severity ${severity} in this image:`,
        '',
        `${repository}@${digest}`,
        '',
        isQuarantined
          ? 'The image is in quarantine: nobody can pull it from now on.'
          : 'The image can still be pulled. Build it again with newer packages.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  'finding-accepted': notice<{
    organization: string | null;
    repository: string;
    finding: string;
    reason: string;
    until: number;
    maker: string;
  }>({
    label: 'A finding in images is accepted',
    weight: 'security',
    words: ({ organization, repository, finding, reason, until, maker }, { publicUrl, time }) => ({
      subject: `A finding in ${repository} is accepted until ${dayText(until)}`,
      lines: [
        `On ${time} ${maker} accepted this finding in the images of ${repository} at ${publicUrl}:`,
        '',
        finding,
        '',
        'The reason:',
        reason,
        '',
        `Until ${dayText(until)} the policy does nothing about it, and images that were in quarantine only for it can be pulled.`,
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  /** `maker` is null where it ended by itself. */
  'finding-acceptance-ended': notice<{
    organization: string | null;
    repository: string;
    finding: string;
    maker: string | null;
  }>({
    label: 'A finding in images is no longer accepted',
    weight: 'security',
    words: ({ organization, repository, finding, maker }, { publicUrl, time }) => ({
      subject: `A finding in ${repository} is no longer accepted`,
      lines: [
        maker === null
          ? `On ${time} the acceptance of this finding in the images of ${repository} at ${publicUrl} ended:`
          : `On ${time} ${maker} ended the acceptance of this finding in the images of ${repository} at ${publicUrl}:`,
        '',
        finding,
        '',
        'The policy applies to it again.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  'image-not-scanned': notice<{
    organization: string | null;
    repository: string;
    digest: string;
    isQuarantined: boolean;
  }>({
    label: 'An image could not be scanned completely',
    weight: 'news',
    words: ({ organization, repository, digest, isQuarantined }, { publicUrl, time }) => ({
      subject: `Not all of ${repository} could be scanned`,
      lines: [
        `A scan at ${publicUrl} on ${time} could not look at everything in this image:`,
        '',
        `${repository}@${digest}`,
        '',
        isQuarantined
          ? 'The image is in quarantine, as the rules of your organization say: nobody can pull it.'
          : 'It can be pulled. The page of the image lists what was left out, and why.',
        ...linkOf(organization, repository, publicUrl),
      ],
    }),
  }),
  /** `images` are the names of some repositories that have the layer. */
  'token-in-image': notice<{ token: string; owner: string; path: string; images: readonly string[] }>({
    label: 'An access token of yours was found in an image and deleted',
    weight: 'security',
    words: ({ token, owner, path, images }, { publicUrl, time }) => ({
      subject: `The access token "${token}" was found in an image`,
      lines: [
        `A scan at ${publicUrl} found the access token "${token}" of ${owner} on ${time} in the file ${path}.`,
        'Anyone who can pull the image can read the token, so it was deleted at once.',
        '',
        'It is in these repositories:',
        ...images.map((image) => `- ${image}`),
        '',
        'Generate another token, and keep it out of the image: docker build --secret does that.',
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

const ASK_AN_OWNER = 'If you do not expect this, ask an owner of the organization.';

/** The page of the repository, if it has one. */
function linkOf(organization: string | null, repository: string, publicUrl: string): readonly string[] {
  if (organization === null) return [];
  return ['', `${publicUrl}/organizations/${organization}/repositories?repository=${encodeURIComponent(repository)}`];
}
