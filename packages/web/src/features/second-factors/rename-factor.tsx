import type { SecondFactor } from '../../api/types.ts';
import { NameDialog } from './name-dialog.tsx';
import { useRenameFactor } from './use-factors.ts';

interface RenameFactorProps {
  readonly factor: SecondFactor | undefined;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function RenameFactor({ factor, isOpen, onClose }: RenameFactorProps) {
  const rename = useRenameFactor();
  return (
    <NameDialog
      title="Rename a second factor"
      action="Rename"
      initialName={factor?.name ?? ''}
      isOpen={isOpen}
      isBusy={rename.isPending}
      fault={rename.error}
      onName={(name) => factor && rename.mutate({ id: factor.id, name }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
