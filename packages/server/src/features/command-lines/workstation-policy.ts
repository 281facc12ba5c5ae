import {
  renderWorkstationPolicy,
  WORKSTATION_POLICY_FILES,
  type WorkstationPolicyFile,
} from '@lanyard/core/command-lines/workstation-policy';
import { DomainError } from '@lanyard/core/domain-error';
import type { Services } from '../../services.ts';
import type { Caller } from '../access/caller.ts';
import { look } from '../access/change.ts';
import { requireMembership } from '../access/permissions.ts';

export interface ShownWorkstationPolicy {
  readonly file: WorkstationPolicyFile;
  readonly bytes: Uint8Array;
}

/**
 * A file for the workstations of an organization. All members can get it, because it contains only the organization's
 * name. Errors: `not-found`.
 */
export async function showWorkstationPolicy(
  services: Services,
  caller: Caller,
  organizationName: string,
  fileName: string,
): Promise<ShownWorkstationPolicy> {
  const { organization } = await requireMembership(look(services, caller), organizationName);
  const file = WORKSTATION_POLICY_FILES.find((known) => known === fileName);
  if (!file) throw new DomainError('not-found', { what: 'file' });
  return { file, bytes: renderWorkstationPolicy(file, organization) };
}
