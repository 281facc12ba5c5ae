import { z } from 'zod';
import { changeToken, deleteToken } from '../../features/tokens/change-token.ts';
import { createToken } from '../../features/tokens/create-token.ts';
import { listTokens, showToken } from '../../features/tokens/show-tokens.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { hubLinks, hubListQuery, linksOf, naming, pageOf } from './hub-surface.ts';
import {
  expiryOf,
  hubExpiryText,
  hubOrganizationToken,
  hubOrganizationTokenSchema,
  hubResourceSchema,
} from './hub-token.ts';

const path = '/v2/orgs/:organization/access-tokens';
const common = {
  surface: 'hub',
  credential: 'bearer',
  scope: 'owner',
  rate: 'none',
  csrf: 'none',
  cache: 'no-store',
} as const;

const organization = z.string().max(100);
const params = z.strictObject({ organization });
const memberParams = z.strictObject({ organization, id: z.string().max(64) });

/** The field names of the use cases, and those of this interface. */
const FIELDS = { description: 'label', hubDescription: 'description', expiresAt: 'expires_at' };

/** Checked here, because the use case calls it a description, and Hub's description is another field. */
const label = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');
const description = z.string().max(1000);
const resources = z.array(hubResourceSchema).min(1).max(100);

const createBody = z.strictObject({
  label,
  description: description.default(''),
  resources,
  expires_at: hubExpiryText,
});

const changeBody = z.strictObject({
  label: label.optional(),
  description: description.optional(),
  resources: resources.optional(),
  is_active: z.boolean().optional(),
});

const listAnswer = z.object({ total: z.number(), ...hubLinks, results: z.array(hubOrganizationTokenSchema) });

/** For owners of the organization. */
export const hubOrganizationTokenRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    method: 'GET',
    path,
    summary: 'List the access tokens of an organization',
    audit: [],
    request: { params, query: hubListQuery({}) },
    answers: { 200: listAnswer },
    handle: async ({ services, caller, params: { organization: org }, query }) => {
      const page = pageOf(query);
      const { total, items } = await listTokens(services, caller, { organization: org }, page);
      const links = linksOf(`${services.publicUrl}/v2/orgs/${org}/access-tokens`, query, total);
      return {
        status: 200,
        body: { total, ...links, results: items.map((token) => hubOrganizationToken(token, org)) },
      };
    },
  }),
  defineRoute({
    ...common,
    method: 'POST',
    path,
    summary: 'Create an access token of an organization',
    rate: ['new-rows'],
    audit: ['token.created'],
    request: { params, body: createBody },
    answers: { 201: hubOrganizationTokenSchema },
    handle: async ({ services, caller, params: { organization: org }, body }) => {
      const input = {
        description: body.label,
        hubResources: body.resources,
        hubDescription: body.description,
        ...expiryOf(body.expires_at),
      };
      const create = () => createToken(services, caller, { organization: org }, input);
      const { token, secret } = await naming(FIELDS, create);
      return { status: 201, body: hubOrganizationToken(token, org, secret.reveal()) };
    },
  }),
  defineRoute({
    ...common,
    method: 'GET',
    path: `${path}/:id`,
    summary: 'Show an access token of an organization',
    audit: [],
    request: { params: memberParams },
    answers: { 200: hubOrganizationTokenSchema },
    handle: async ({ services, caller, params: { organization: org, id } }) => {
      const token = await showToken(services, caller, { organization: org, id });
      return { status: 200, body: hubOrganizationToken(token, org) };
    },
  }),
  defineRoute({
    ...common,
    method: 'PATCH',
    path: `${path}/:id`,
    summary: 'Rename, deactivate or activate an access token of an organization, or change what it reaches',
    freshSignIn: { notNeeded: 'to deactivate must not wait; to activate or grant, the use case asks' },
    audit: ['token.changed', 'token.deactivated', 'token.activated'],
    request: { params: memberParams, body: changeBody },
    answers: { 200: hubOrganizationTokenSchema },
    handle: async ({ services, caller, params: { organization: org, id }, body }) => {
      const changes = {
        description: body.label,
        isActive: body.is_active,
        hubResources: body.resources,
        hubDescription: body.description,
      };
      const change = () => changeToken(services, caller, { organization: org, id }, changes);
      const token = await naming(FIELDS, change);
      return { status: 200, body: hubOrganizationToken(token, org) };
    },
  }),
  defineRoute({
    ...common,
    method: 'DELETE',
    path: `${path}/:id`,
    summary: 'Delete an access token of an organization',
    freshSignIn: { notNeeded: 'it ends something, and an end must not wait' },
    audit: ['token.deleted'],
    request: { params: memberParams },
    answers: { 204: z.undefined() },
    handle: async ({ services, caller, params: { organization: org, id } }) => {
      await deleteToken(services, caller, { organization: org, id });
      return { status: 204 };
    },
  }),
];
