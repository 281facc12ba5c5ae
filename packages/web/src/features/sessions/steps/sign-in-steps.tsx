import { useState } from 'react';
import type { SignInStep } from '../sign-in-address.ts';
import { FirstStep } from './first-step.tsx';
import { SecondFactorStep } from './second-factor-step.tsx';
import { ConnectByMailStep, ConnectStep, FindOrganizationStep } from './single-sign-on-steps.tsx';
import type { NextFactors } from './use-sign-in.ts';

interface SignInStepsProps {
  /** Set if only this account can sign in. */
  readonly identifier?: string;
  readonly begin?: SignInStep;
  readonly onSignedIn: () => void;
  /** Leads to the identity provider of the organization. */
  readonly onSingleSignOn: (organization: string) => void;
}

const FIRST: SignInStep = { type: 'first' };

/** The whole sign-in, with the steps that the server asks for. */
export function SignInSteps({ identifier, begin = FIRST, onSignedIn, onSingleSignOn }: SignInStepsProps) {
  const [step, setStep] = useState(begin);
  const [fault, setFault] = useState<unknown>();
  const proceed = (factors: NextFactors) => {
    if (factors === undefined) onSignedIn();
    else setStep({ type: 'second-factor', methods: factors });
  };
  const startAgain = (why?: unknown) => {
    setFault(why);
    setStep(FIRST);
  };
  switch (step.type) {
    case 'second-factor':
      return <SecondFactorStep methods={step.methods} onSignedIn={onSignedIn} onOver={startAgain} />;
    case 'connect':
      return <ConnectStep onDone={proceed} onOver={startAgain} />;
    case 'connect-by-mail':
      return <ConnectByMailStep onDone={proceed} onOver={startAgain} />;
    case 'find-organization':
      return <FindOrganizationStep onFound={onSingleSignOn} onBack={() => startAgain()} />;
    default:
      return (
        <FirstStep
          identifier={identifier}
          fault={fault}
          onDone={proceed}
          onSingleSignOn={onSingleSignOn}
          onFindOrganization={() => setStep({ type: 'find-organization' })}
        />
      );
  }
}
