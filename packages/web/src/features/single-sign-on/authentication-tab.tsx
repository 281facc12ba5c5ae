import { useQuery } from '@tanstack/react-query';
import type { Organization } from '../../api/types.ts';
import { QueryStatus } from '../../parts/fault-alert.tsx';
import { SectionHead } from '../../parts/page-head.tsx';
import { WorkstationSection } from '../command-lines/workstation-section.tsx';
import { DirectorySection } from '../directory/directory-section.tsx';
import { OwnersOnly } from '../organizations/organization-page.tsx';
import { PolicyForm } from '../organizations/policy/policy-form.tsx';
import { useOrganization } from '../organizations/use-organization.ts';
import { DomainSection } from './domain-section.tsx';
import { ProviderSection } from './provider-section.tsx';
import { ruleObstacles } from './rule-obstacles.ts';
import classes from './single-sign-on.module.css';
import { domainsQuery, singleSignOnQuery } from './use-single-sign-on.ts';

/** In the order in which an owner sets it up. */
export function AuthenticationTab() {
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

const RULES = ['signIn'] as const;

function RuleSection({ organization }: { readonly organization: Organization }) {
  const domains = useQuery(domainsQuery(organization.name));
  const singleSignOn = useQuery(singleSignOnQuery(organization.name));
  return (
    <section>
      <SectionHead title="Rules">
        What members need to sign in. In the repositories here, a change takes effect at once, also for existing tokens.
        Members have 7 days to accept a stricter rule for their whole account.
      </SectionHead>
      {domains.data && singleSignOn.data ? (
        <PolicyForm
          organization={organization}
          groups={RULES}
          obstacles={ruleObstacles(domains.data.domains, singleSignOn.data)}
          action="Save rules"
        />
      ) : (
        <QueryStatus query={domains.data ? singleSignOn : domains} name="the rules" height={240} />
      )}
    </section>
  );
}
