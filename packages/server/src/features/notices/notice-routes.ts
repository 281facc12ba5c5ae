import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { chooseNotices, type NoticeChoice, OPTIONAL_NOTICES, showNoticeChoices } from './notice-choices.ts';

const common = {
  surface: 'api',
  path: '/api/account/notices',
  credential: 'session',
  scope: 'own',
  rate: 'none',
  cache: 'no-store',
} as const;

const choicesSchema = z.object({
  notices: z.array(
    z.object({
      kind: z.string(),
      label: z.string(),
      security: z.boolean(),
      wanted: z.boolean(),
    }),
  ),
});

/** The choice of mails that an account gets. */
export const noticeRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    summary: 'List which mails you get',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: choicesSchema },
    handle: async ({ services, caller }) => ({
      status: 200,
      body: choicesBody(await showNoticeChoices(services, caller)),
    }),
  }),
  defineRoute({
    ...common,
    method: 'PUT',
    summary: 'Turn mails off and on; security notices are always sent',
    csrf: 'origin',
    audit: ['account.notices-chosen'],
    request: { body: z.strictObject({ unwanted: z.array(z.enum(OPTIONAL_NOTICES)).max(50) }) },
    answers: { 200: choicesSchema },
    handle: async ({ services, caller, body }) => ({
      status: 200,
      body: choicesBody(await chooseNotices(services, caller, body.unwanted)),
    }),
  }),
];

function choicesBody(choices: readonly NoticeChoice[]) {
  const notices = choices.map(({ kind, label, isSecurity, isWanted }) => {
    return { kind, label, security: isSecurity, wanted: isWanted };
  });
  return { notices };
}
