import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Organization } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { WorkstationSection } from '../command-lines/workstation-section.tsx';
import { DirectorySection } from '../directory/directory-section.tsx';
import { OwnersOnly } from '../organizations/owners-only.tsx';
import { PolicyForm } from '../organizations/policy/policy-form.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { DomainSection } from './domain-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { ruleObstacles } from './rule-obstacles.ts';
import classes from './single-sign-on.module.css';
import { domainsQuery, singleSignOnQuery } from './use-single-sign-on.ts';

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

interface RuleSectionProps {
  readonly organization: Organization;
}

/** What the organization requires of people who sign in. */
function RuleSection({ organization }: RuleSectionProps) {
  const domains = useQuery(domainsQuery(organization.name));
  const signOn = useQuery(singleSignOnQuery(organization.name));
  const error = domains.error ?? signOn.error;
  const retry = () => Promise.all([domains.refetch(), signOn.refetch()]);
  const isLoaded = domains.data && signOn.data;
  return (
    <section>
      <SectionHead title="Rules">
        What members need to sign in. A change takes effect at once, also for existing tokens.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void retry()} />
      {!isLoaded && !error && <Skeleton height={240} aria-label="The rules are being loaded" />}
      {isLoaded && (
        <PolicyForm
          organization={organization}
          groups={RULES}
          obstacles={ruleObstacles(domains.data.domains, signOn.data)}
          action="Save rules"
        />
      )}
    </section>
  );
}

const RULES = ['signIn'] as const;
