import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Organization } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/section-head.tsx';
import { PolicyForm } from '../organizations/policy/policy-form.tsx';
import { ruleObstacles } from './rule-obstacles.ts';
import { domainsQuery } from './use-domains.ts';
import { singleSignOnQuery } from './use-single-sign-on.ts';

interface RuleSectionProps {
  readonly organization: Organization;
}

/** What the organization requires of people who sign in. */
export function RuleSection({ organization }: RuleSectionProps) {
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
