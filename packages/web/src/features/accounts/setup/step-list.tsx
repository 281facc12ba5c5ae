import { VisuallyHidden } from '@mantine/core';
import type { SetupStep } from './setup-step.ts';
import classes from './step-list.module.css';

const STEPS = [
  { step: 'administrator', label: 'Administrator' },
  { step: 'organization', label: 'Organization' },
  { step: 'token', label: 'Access token' },
  { step: 'use', label: 'First login' },
] as const;

export function StepList({ current }: { readonly current: Exclude<SetupStep, 'closed'> }) {
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
