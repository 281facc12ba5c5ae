import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { isoTime } from '../../http/api-schema.ts';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SecondFactor } from '../../store/records/second-factors.ts';

import { webAuthnSchema } from '../sessions/session-schema.ts';
import type { AddedFactor } from './add-factor.ts';
import { removeFactor, renameFactor } from './change-factor.ts';
import { listFactors } from './list-factors.ts';
import { confirmPasskey, offerPasskey } from './passkey-enrolment.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { confirmTotp, offerTotp } from './totp-enrolment.ts';

const common = { surface: 'api', credential: 'session', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const change = { ...common, csrf: 'origin' } as const;

const name = z.string().max(400);
const factorParams = z.strictObject({ id: z.string().max(64) });

const factorSchema = z.object({
  id: z.string(),
  type: z.enum(['totp', 'passkey']),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

const recoveryCodesSchema = z.array(z.string());
/** Recovery codes come with the first factor, once. */
const addedSchema = z.object({ factor: factorSchema, recoveryCodes: recoveryCodesSchema.nullable() });

/** The account's own second factors; only a browser session sees or changes them. */
export const factorRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/account/factors',
    summary: 'The second factors of the account, oldest first',
    csrf: 'none',
    audit: [],
    request: {},
    answers: {
      200: z.object({
        factors: z.array(factorSchema),
        recoveryCodesLeft: z.number().int(),
        /** The organizations that ask for a factor while there is none. */
        requiredBy: z.array(z.string()),
      }),
      ...errorAnswers,
    },
    handle: async ({ services, caller }) => {
      const { factors, recoveryCodesLeft, requiredBy } = await listFactors(services, caller);
      return {
        status: 200,
        body: { factors: factors.map(factorBody), recoveryCodesLeft, requiredBy: [...requiredBy] },
      };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/totp/offer',
    summary: 'A seed for an authenticator app; it counts once a code of it is confirmed',
    audit: [],
    request: {},
    answers: { 200: z.object({ uri: z.string(), seed: z.string() }), ...errorAnswers },
    handle: async ({ services, caller }) => {
      const { uri, seed } = await offerTotp(services, caller);
      return { status: 200, body: { uri: uri.reveal(), seed: seed.reveal() } };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/totp',
    summary: 'Add the authenticator that was offered, with a code of it',
    audit: ['factor.added'],
    request: { body: z.strictObject({ name, code: z.string().min(1).max(64) }) },
    answers: { 201: addedSchema, ...errorAnswers },
    handle: async ({ services, caller, body }) => {
      const added = await confirmTotp(services, caller, { name: body.name, code: new Secret(body.code) });
      return { status: 201, body: addedBody(added) };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/passkeys/offer',
    summary: 'What the browser makes a passkey from',
    audit: [],
    request: {},
    answers: { 200: webAuthnSchema, ...errorAnswers },
    handle: async ({ services, caller }) => ({ status: 200, body: await offerPasskey(services, caller) }),
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/passkeys',
    summary: 'Add the passkey that the browser made',
    audit: ['factor.added'],
    request: { body: z.strictObject({ name, passkey: webAuthnSchema }) },
    answers: { 201: addedSchema, ...errorAnswers },
    handle: async ({ services, caller, body }) => {
      const added = await confirmPasskey(services, caller, { name: body.name, response: body.passkey });
      return { status: 201, body: addedBody(added) };
    },
  }),
  defineRoute({
    ...change,
    method: 'PATCH',
    path: '/api/account/factors/:id',
    summary: 'Rename a second factor',
    audit: ['factor.renamed'],
    request: { params: factorParams, body: z.strictObject({ name }) },
    answers: { 200: factorSchema, ...errorAnswers },
    handle: async ({ services, caller, params, body }) => ({
      status: 200,
      body: factorBody(await renameFactor(services, caller, params.id, body.name)),
    }),
  }),
  defineRoute({
    ...change,
    method: 'DELETE',
    path: '/api/account/factors/:id',
    summary: 'Remove a second factor; with the last one go the recovery codes',
    audit: ['factor.removed'],
    request: { params: factorParams },
    answers: { 204: z.undefined(), ...errorAnswers },
    handle: async ({ services, caller, params }) => {
      await removeFactor(services, caller, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/recovery-codes',
    summary: 'Make ten new recovery codes; those before are void',
    audit: ['recovery-codes.made'],
    request: {},
    answers: { 201: z.object({ recoveryCodes: recoveryCodesSchema }), ...errorAnswers },
    handle: async ({ services, caller }) => {
      const codes = await renewRecoveryCodes(services, caller);
      return { status: 201, body: { recoveryCodes: codes.map((code) => code.reveal()) } };
    },
  }),
];

function factorBody({ id, type, name, createdAt, lastUsedAt }: SecondFactor): z.input<typeof factorSchema> {
  return {
    id,
    type,
    name,
    createdAt: isoTime(createdAt),
    lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
  };
}

function addedBody({ factor, recoveryCodes }: AddedFactor): z.input<typeof addedSchema> {
  return { factor: factorBody(factor), recoveryCodes: recoveryCodes?.map((code) => code.reveal()) ?? null };
}
