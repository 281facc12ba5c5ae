import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Organization } from '../../api/types.ts';
import { FaultAlert } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/section-head.tsx';
import { RuleForm } from './rule-form.tsx';
import { domainsQuery } from './use-domains.ts';
import { singleSignOnQuery } from './use-single-sign-on.ts';

interface RuleSectionProps {
  readonly organization: Organization;
}

/** What the organization asks of whoever signs in. */
export function RuleSection({ organization }: RuleSectionProps) {
  const domains = useQuery(domainsQuery(organization.name));
  const signOn = useQuery(singleSignOnQuery(organization.name));
  const error = domains.error ?? signOn.error;
  const retry = () => Promise.all([domains.refetch(), signOn.refetch()]);
  const isLoaded = domains.data && signOn.data;
  return (
    <section>
      <SectionHead title="Rules">
        What is asked of members when they sign in. A change binds at once, tokens that exist too.
      </SectionHead>
      <FaultAlert fault={error} onRetry={() => void retry()} />
      {!isLoaded && !error && <Skeleton height={240} aria-label="The rules are being loaded" />}
      {isLoaded && <RuleForm organization={organization} domains={domains.data.domains} signOn={signOn.data} />}
    </section>
  );
}
