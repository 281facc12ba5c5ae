import { OwnersOnly } from '../owners-only.tsx';
import { useOrganization } from '../use-organization.ts';
import { DirectorySection } from './directory-section.tsx';
import { DomainSection } from './domain-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { RuleSection } from './rule-section.tsx';
import classes from './sign-in.module.css';
import { WorkstationSection } from './workstation-section.tsx';

/** How members sign in: in the order in which an owner sets it up. */
export function SignInTab() {
  const organization = useOrganization();
  const { name, isOwner } = organization;
  if (!isOwner) return <OwnersOnly />;
  return (
    <div className={classes.sections}>
      <DomainSection organization={name} />
      <ProviderSection organization={name} />
      <RuleSection organization={organization} />
      <DirectorySection organization={name} />
      <WorkstationSection organization={name} />
    </div>
  );
}
