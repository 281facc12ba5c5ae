import { Skeleton, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { NewToken } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { FaultAlert } from '../../../parts/fault-alert.tsx';
import { NarrowPage } from '../../../shell/narrow-page.tsx';
import { SignInAsker } from '../../../shell/sign-in-asker.tsx';
import { useFragmentCode } from '../use-fragment-code.ts';
import { AdministratorStep } from './administrator-step.tsx';
import classes from './setup.module.css';
import { OrganizationStep, RegistryStep, TokenStep, UseStep } from './setup-steps.tsx';
import { type SetupFacts, type SetupStep, setupStep, useSetup } from './use-setup.ts';

/** From an empty server to the first login to a registry. */
export function SetupPage() {
  const code = useFragmentCode();
  const { facts, fault, refetch } = useSetup();
  return (
    <NarrowPage title="Set up Lanyard" isWide>
      <FaultAlert fault={fault} onRetry={refetch} />
      {facts && <Steps facts={facts} code={code} />}
      {!facts && !fault && <Skeleton height={300} role="status" aria-label="Loading the set-up" />}
    </NarrowPage>
  );
}

function Steps({ facts, code }: { readonly facts: SetupFacts; readonly code: string }) {
  const { session, ...counts } = facts;
  const [isOrganizationSkipped, setIsOrganizationSkipped] = useState(false);
  const [isRegistrySkipped, setIsRegistrySkipped] = useState(false);
  const [created, setCreated] = useState<NewToken>();
  const step = setupStep({
    ...counts,
    isAdministrator: session?.isAdministrator ?? false,
    isOrganizationSkipped,
    isRegistrySkipped,
  });
  if (step === 'closed') return <Closed isSignedIn={session !== undefined} />;
  return (
    <>
      <StepList current={step} />
      {step === 'administrator' && <AdministratorStep code={code} />}
      {step === 'organization' && <OrganizationStep onSkip={() => setIsOrganizationSkipped(true)} />}
      {step === 'registry' && <RegistryStep onSkip={() => setIsRegistrySkipped(true)} />}
      {step === 'token' && <TokenStep onCreated={setCreated} />}
      {step === 'use' && session && <UseStep created={created} loginName={session.name} />}
      {session && <SignInAsker />}
    </>
  );
}

function Closed({ isSignedIn }: { readonly isSignedIn: boolean }) {
  if (isSignedIn) {
    return (
      <Text>
        This server is already set up.{' '}
        <AnchorLink underline="always" to="/account/tokens">
          Go to your access tokens
        </AnchorLink>
      </Text>
    );
  }
  return (
    <>
      <Text>
        This server is already set up, or the set-up code expired after 15 minutes.{' '}
        <AnchorLink underline="always" to="/sign-in" search={{ next: '/setup' }}>
          Sign in
        </AnchorLink>{' '}
        to continue.
      </Text>
      <Text mt="sm" c="dimmed">
        If there is no administrator yet, restart the server. It prints a new link.
      </Text>
    </>
  );
}

const STEPS = [
  { step: 'administrator', label: 'Administrator' },
  { step: 'organization', label: 'Organization' },
  { step: 'registry', label: 'Registry' },
  { step: 'token', label: 'Access token' },
  { step: 'use', label: 'First login' },
] as const;

function StepList({ current }: { readonly current: Exclude<SetupStep, 'closed'> }) {
  const at = STEPS.findIndex(({ step }) => step === current);
  return (
    <ol className={classes.steps} aria-label="Steps">
      {STEPS.map(({ step, label }, index) => (
        <li key={step} aria-current={step === current ? 'step' : undefined} data-done={index < at || undefined}>
          <span className={classes.label}>{label}</span>
          {index < at && <VisuallyHidden>, done</VisuallyHidden>}
        </li>
      ))}
    </ol>
  );
}
