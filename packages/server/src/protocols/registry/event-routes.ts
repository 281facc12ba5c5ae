import { Secret } from '@lanyard/core/secret';
import { z } from 'zod';
import { receiveEvents } from '../../features/images/receive-events.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { SurfaceForm } from '../../http/surface.ts';

/** For events that registries send. They read only the status of the answer. */
export const eventSurface: SurfaceForm = {
  json: ['application/json', 'application/vnd.docker.distribution.events.v1+json', 'application/cloudevents+json'],
  formBytes: 0,
  readsCookies: false,
  challenge: 'Bearer',
  errors: z.object({ error: z.object({ message: z.string() }) }),
  errorBody: ({ text }) => ({ error: { message: text } }),
};

export const eventRoutes: readonly Route[] = [
  defineRoute({
    method: 'POST',
    path: '/registries/:name/events',
    surface: 'events',
    summary: 'Take events of a registry, with the secret of its configuration, as a hint at what to look up there',
    credential: 'none',
    scope: 'anyone',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: { params: z.strictObject({ name: z.string().max(100) }), body: z.unknown() },
    answers: { 204: z.undefined() },
    handle: async ({ services, params, body, raw }) => {
      const { 'x-lanyard-events': secret } = raw.headers;
      await receiveEvents(services, params.name, new Secret(typeof secret === 'string' ? secret : ''), body);
      return { status: 204 };
    },
  }),
];
