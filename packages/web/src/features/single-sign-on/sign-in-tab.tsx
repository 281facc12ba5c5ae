import { WorkstationSection } from '../command-lines/workstation-section.tsx';
import { DirectorySection } from '../directory/directory-section.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { DomainSection } from './domain-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { RuleSection } from './rule-section.tsx';
import classes from './sign-in.module.css';

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
