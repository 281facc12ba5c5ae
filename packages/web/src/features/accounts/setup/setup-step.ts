/** `closed` for whoever has nothing to set up here. */
export type SetupStep = 'closed' | 'administrator' | 'organization' | 'token' | 'use';

export interface SetupState {
  /** Whether a set-up code waits for the first administrator. */
  readonly isOpen: boolean;
  readonly isAdministrator: boolean;
  readonly organizations: number;
  readonly manualTokens: number;
  readonly isOrganizationSkipped: boolean;
}

/** Where to go on, also after a reload: the server knows what was done. */
export function setupStep(state: SetupState): SetupStep {
  if (state.isOpen) return 'administrator';
  if (!state.isAdministrator) return 'closed';
  if (state.manualTokens > 0) return 'use';
  return state.organizations > 0 || state.isOrganizationSkipped ? 'token' : 'organization';
}
