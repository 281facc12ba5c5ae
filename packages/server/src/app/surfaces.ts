import { apiSurface, plainSurface } from '../http/error-schema.ts';
import type { SurfaceForms } from '../http/surface.ts';
import { hubSurface } from '../protocols/hub/hub-surface.ts';
import { oauthSurface } from '../protocols/oauth/oauth-surface.ts';
import { pageSurface } from '../protocols/pages/page.ts';
import { registrySurface } from '../protocols/registry/registry-surface.ts';
import { scimSurface } from '../protocols/scim/scim-schema.ts';

export const SURFACES: SurfaceForms = {
  registry: registrySurface,
  hub: hubSurface,
  api: apiSurface,
  oauth: oauthSurface,
  scim: scimSurface,
  page: pageSurface,
  plain: plainSurface,
};
