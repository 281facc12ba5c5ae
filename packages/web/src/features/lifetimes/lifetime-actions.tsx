import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReviewedToken } from '../../api/types.ts';
import { ExemptDialog } from './exempt-dialog.tsx';
import { useLetIn } from './use-lifetimes.ts';

interface LifetimeActionsProps {
  readonly organization: string;
  readonly selected: readonly ReviewedToken[];
}

/** For one selected token of the access review: let it in again if it was not used, or exempt it from a rule. */
export function LifetimeActions({ organization, selected }: LifetimeActionsProps) {
  const [isExempting, exempting] = useDisclosure();
  const letIn = useLetIn();
  const [token, ...others] = selected;
  if (!token || others.length > 0) return null;
  return (
    <>
      {token.heldBack === 'unused' && (
        <Button
          variant="default"
          loading={letIn.isPending}
          onClick={() => letIn.mutate({ id: token.id, organization, asOwner: true })}
        >
          Let in again
        </Button>
      )}
      <Button variant="default" onClick={exempting.open}>
        Exempt
      </Button>
      <ExemptDialog
        organization={organization}
        token={{ id: token.id, holder: token.holder.name }}
        isOpen={isExempting}
        onClose={exempting.close}
      />
    </>
  );
}
