import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import {
  addedBody,
  addedSchema,
  factorBody,
  factorListSchema,
  factorName,
  factorParams,
  factorSchema,
  recoveryCodesSchema,
  webAuthnSchema,
} from './factor-schema.ts';
import { listFactors, removeFactor, renameFactor } from './factors.ts';
import { confirmPasskey, offerPasskey } from './passkeys.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { confirmTotp, offerTotp } from './totp.ts';

const common = { surface: 'api', credential: 'session', scope: 'own', rate: 'none', cache: 'no-store' } as const;
const change = { ...common, csrf: 'origin' } as const;

/** The account's own second factors. Only a browser session can see or change them. */
export const factorRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path: '/api/account/factors',
    summary: 'List the second factors of the account, oldest first',
    csrf: 'none',
    audit: [],
    request: {},
    answers: { 200: factorListSchema },
    handle: async ({ services, caller }) => {
      const { factors, recoveryCodesLeft, requiredBy } = await listFactors(services, caller);
      const body = { factors: factors.map(factorBody), recoveryCodesLeft, requiredBy: [...requiredBy] };
      return { status: 200, body };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/totp/offer',
    summary: 'Get a seed for an authenticator app; the app is added when you confirm a code of it',
    audit: [],
    request: {},
    answers: { 200: z.object({ uri: z.string(), seed: z.string() }) },
    handle: async ({ services, caller }) => {
      const { uri, seed } = await offerTotp(services, caller);
      return { status: 200, body: { uri: uri.reveal(), seed: seed.reveal() } };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/totp',
    summary: 'Add the authenticator app that has the seed, with a code of it',
    audit: ['factor.added'],
    request: { body: z.strictObject({ name: factorName, code: z.string().min(1).max(64) }) },
    answers: { 201: addedSchema },
    handle: async ({ services, caller, body }) => {
      const added = await confirmTotp(services, caller, { name: body.name, code: new Secret(body.code) });
      return { status: 201, body: addedBody(added) };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/passkeys/offer',
    summary: 'Get what the browser needs to create a passkey',
    audit: [],
    request: {},
    answers: { 200: webAuthnSchema },
    handle: async ({ services, caller }) => ({ status: 200, body: await offerPasskey(services, caller) }),
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/factors/passkeys',
    summary: 'Add the passkey that the browser created',
    audit: ['factor.added'],
    request: { body: z.strictObject({ name: factorName, passkey: webAuthnSchema }) },
    answers: { 201: addedSchema },
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
    freshSignIn: { notNeeded: 'a name opens nothing' },
    audit: ['factor.renamed'],
    request: { params: factorParams, body: z.strictObject({ name: factorName }) },
    answers: { 200: factorSchema },
    handle: async ({ services, caller, params, body }) => ({
      status: 200,
      body: factorBody(await renameFactor(services, caller, params.id, body.name)),
    }),
  }),
  defineRoute({
    ...change,
    method: 'DELETE',
    path: '/api/account/factors/:id',
    summary: 'Remove a second factor; removing the last one also removes the recovery codes',
    audit: ['factor.removed'],
    request: { params: factorParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params }) => {
      await removeFactor(services, caller, params.id);
      return { status: 204 };
    },
  }),
  defineRoute({
    ...change,
    method: 'POST',
    path: '/api/account/recovery-codes',
    summary: 'Create ten new recovery codes; earlier codes are void',
    audit: ['recovery-codes.made'],
    request: {},
    answers: { 201: z.object({ recoveryCodes: recoveryCodesSchema }) },
    handle: async ({ services, caller }) => {
      const codes = await renewRecoveryCodes(services, caller);
      return { status: 201, body: { recoveryCodes: codes.map((code) => code.reveal()) } };
    },
  }),
];
