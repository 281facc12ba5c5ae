import type { WorkstationPolicyFile } from '@lanyard/core/command-lines/workstation-policy';
import { z } from 'zod';
import { errorAnswers } from '../../http/error-schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { showWorkstationPolicy } from './show-workstation-policy.ts';

const MEDIA_TYPES: Readonly<Record<WorkstationPolicyFile, string>> = {
  'registry.json': 'application/json; charset=utf-8',
  'desktop.plist': 'application/x-plist',
  'com.docker.config.plist': 'application/x-plist',
  'docker.mobileconfig': 'application/x-apple-aspen-config',
  'docker.reg': 'text/x-ms-regedit; charset=utf-16',
};

export const workstationPolicyRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/api/organizations/:organization/workstation-policy/:file',
    surface: 'api',
    summary: `A file that has workstations ask for a sign-in by a member: ${Object.keys(MEDIA_TYPES).join(', ')}`,
    credential: 'account',
    scope: 'member',
    csrf: 'none',
    rate: 'none',
    audit: [],
    cache: 'no-store',
    request: { params: z.strictObject({ organization: z.string().max(100), file: z.string().max(100) }) },
    answers: { 200: z.string(), ...errorAnswers },
    handle: async ({ services, caller, params }) => {
      const { file, bytes } = await showWorkstationPolicy(services, caller, params.organization, params.file);
      const headers = {
        'Content-Type': MEDIA_TYPES[file],
        'Content-Disposition': `attachment; filename="${file}"`,
      };
      return { status: 200, headers, body: bytes };
    },
  }),
];
