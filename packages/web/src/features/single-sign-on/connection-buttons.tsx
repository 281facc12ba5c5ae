import { Button, Group } from '@mantine/core';

interface ConnectionButtonsProps {
  readonly isNew: boolean;
  readonly isBusy: boolean;
  readonly onClose: () => void;
}

/** What ends the form of either protocol. */
export function ConnectionButtons({ isNew, isBusy, onClose }: ConnectionButtonsProps) {
  return (
    <Group>
      <Button type="submit" loading={isBusy}>
        {isNew ? 'Connect' : 'Save the connection'}
      </Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </Group>
  );
}
