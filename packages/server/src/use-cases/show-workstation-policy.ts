import { DomainError } from '@lanyard/core/domain-error';
import {
  renderWorkstationPolicy,
  WORKSTATION_POLICY_FILES,
  type WorkstationPolicyFile,
} from '@lanyard/core/workstation-policy';
import type { Caller } from '../ports/caller.ts';
import type { Services } from '../ports/services.ts';
import { requireMembership } from './organization-access.ts';

export interface ShownWorkstationPolicy {
  readonly file: WorkstationPolicyFile;
  readonly bytes: Uint8Array;
}

/** A file for the organization's workstations, for its members: it holds no more than its name. Errors: `not-found`. */
export async function showWorkstationPolicy(
  services: Services,
  caller: Caller,
  organizationName: string,
  fileName: string,
): Promise<ShownWorkstationPolicy> {
  const { organization } = await requireMembership(services.store.read, caller, organizationName);
  const file = WORKSTATION_POLICY_FILES.find((known) => known === fileName);
  if (!file) throw new DomainError('not-found', { what: 'file' });
  return { file, bytes: renderWorkstationPolicy(file, organization) };
}
