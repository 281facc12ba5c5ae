import { dayText, notice } from './notice-declaration.ts';
import { ASK_AN_OWNER } from './organization-notices.ts';

/** Notices about the access review: what owners say of a token, and reviews. */
export const REVIEW_NOTICES = {
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
  /** `count`: how many reviews the series had. */
  'review-series-ended': notice<{ organization: string; review: string; reviewId: string; count: number }>({
    label: 'The last review of a series of your organization is closed',
    weight: 'security',
    words: ({ organization, review, reviewId, count }, { publicUrl, time }) => ({
      subject: `The reviews "${review}" of ${organization} do not repeat any more`,
      lines: [
        `The review "${review}" of the access tokens in ${organization} at ${publicUrl} was closed on ${time}.`,
        `It was number ${count} of its series, and the last one. No later review begins by itself.`,
        '',
        'If the access tokens are still to be reviewed regularly, start a new series:',
        `${publicUrl}/organizations/${organization}/access-review/reviews/new`,
        '',
        'The review that was closed:',
        `${publicUrl}/organizations/${organization}/access-review/reviews/${reviewId}`,
      ],
    }),
  }),
  /** By the server; of what an owner cancels, the log is enough. */
  'review-cancelled': notice<{ organization: string; review: string; reviewId: string; reason: string }>({
    label: 'A review of access tokens of your organization could not be started',
    weight: 'news',
    words: ({ organization, review, reviewId, reason }, { publicUrl, time }) => ({
      subject: `The review "${review}" of ${organization} was cancelled`,
      lines: [
        `The review "${review}" of the access tokens in ${organization} at ${publicUrl} was to begin, and was cancelled`,
        `on ${time}: ${reason}. No later review of its series begins.`,
        '',
        'Start other reviews of what is to be looked at, for example of a team or of some repositories:',
        `${publicUrl}/organizations/${organization}/access-review/reviews/${reviewId}`,
      ],
    }),
  }),
};
