import { useState } from 'react';
import type { SignInStep } from '../sign-in-address.ts';
import { FirstStep } from './first-step.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';
import { ConnectStep, FindOrganizationStep } from './single-sign-on-steps.tsx';
import type { Following } from './use-sign-in.ts';

interface SignInStepsProps {
  /** Given where one account alone can go on. */
  readonly identifier?: string;
  /** Where to begin; the first step where it is left out. */
  readonly begin?: SignInStep;
  readonly onSignedIn: () => void;
  /** Leads to the organization's provider. */
  readonly onSignOn: (organization: string) => void;
}

const FIRST: SignInStep = { type: 'first' };

/** The whole way in, as the server asks for it step by step. */
export function SignInSteps({ identifier, begin = FIRST, onSignedIn, onSignOn }: SignInStepsProps) {
  const [step, setStep] = useState(begin);
  const [fault, setFault] = useState<unknown>();
  const settle = (following: Following) => {
    if (following === undefined) onSignedIn();
    else setStep({ type: 'second-factor', methods: following });
  };
  const beginAgain = (why?: unknown) => {
    setFault(why);
    setStep(FIRST);
  };
  switch (step.type) {
    case 'second-factor':
      return <SecondFactorStep methods={step.methods} onSignedIn={onSignedIn} onOver={beginAgain} />;
    case 'connect':
      return <ConnectStep onSettled={settle} onOver={beginAgain} />;
    case 'find-organization':
      return <FindOrganizationStep onFound={onSignOn} onBack={() => beginAgain()} />;
    default:
      return (
        <FirstStep
          identifier={identifier}
          fault={fault}
          onSettled={settle}
          onSignOn={onSignOn}
          onFindOrganization={() => setStep({ type: 'find-organization' })}
        />
      );
  }
}
