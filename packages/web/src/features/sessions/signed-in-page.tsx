import { Text } from '@mantine/core';
import { NarrowPage } from '../../shell/narrow-page.tsx';

/** Where a tab ends that was opened for a sign-in alone. */
export function SignedInPage() {
  return (
    <NarrowPage title="You are signed in">
      <Text role="status">Close this tab, and go on where you were.</Text>
    </NarrowPage>
  );
}
