import { Stack } from '@mantine/core';
import { useSession } from '../../api/use-session.ts';
import { Fact, FactList } from '../../parts/fact-list.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SectionHead } from '../../parts/section-head.tsx';
import { ChangePassword } from '../accounts/change-password.tsx';
import { CommandLines } from '../command-lines/command-lines.tsx';
import { SecondFactors } from '../second-factors/second-factors.tsx';
import { BrowserSessions } from './browser-sessions.tsx';
import { SignOutEverywhere } from './sign-out-everywhere.tsx';

/** Who one is here, by what one signs in, and where one is signed in. */
export function SecurityPage() {
  return (
    <>
      <PageHead title="Sign-ins and password" actions={<SignOutEverywhere />}>
        Where your account is signed in, and what opens it.
      </PageHead>
      <Stack gap="2.5rem">
        <Profile />
        <SecondFactors />
        <BrowserSessions />
        <CommandLines />
        <ChangePassword />
      </Stack>
    </>
  );
}

function Profile() {
  const { name, email, isAdministrator } = useSession();
  return (
    <section>
      <SectionHead title="Profile" />
      <FactList>
        <Fact label="Name">{name}</Fact>
        <Fact label="E-mail address">{email}</Fact>
        <Fact label="Role">{isAdministrator ? 'Administrator of this server' : 'Account'}</Fact>
      </FactList>
    </section>
  );
}
