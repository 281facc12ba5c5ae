import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useMakeScimToken } from './use-scim-token.ts';

interface MakeScimTokenProps {
  readonly organization: string;
  readonly isOpen: boolean;
  readonly onMade: (secret: string) => void;
  readonly onClose: () => void;
}

/** Asked, for it ends the token that the directory may be using. */
export function MakeScimToken({ organization, isOpen, onMade, onClose }: MakeScimTokenProps) {
  const make = useMakeScimToken(organization);
  const close = () => {
    make.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      title="Make a token for the directory?"
      action="Make the token"
      isOpen={isOpen}
      isBusy={make.isPending}
      fault={make.error}
      onClose={close}
      onConfirm={() =>
        make.mutate(undefined, {
          onSuccess: ({ secret }) => {
            close();
            onMade(secret);
          },
        })
      }
    >
      There is one at a time: if the directory has a token already, that one ends at once, and the directory is refused
      until it is given the new one.
    </ConfirmDialog>
  );
}
