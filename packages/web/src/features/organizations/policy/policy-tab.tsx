import { POLICY_GROUPS, type PolicyRuleName, policyRule } from '@lanyard/core/organizations/policy-rules';
import { Stack, Text, Title } from '@mantine/core';
import type { Organization, OrganizationPolicy } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { SectionHead } from '../../../parts/page-head.tsx';
import { PendingRule, pendingOf } from '../../lifetimes/pending-rule.tsx';
import classes from '../organizations.module.css';
import { OwnTerms } from '../terms/own-terms.tsx';
import { useOrganization } from '../use-organization.ts';
import { PolicyForm } from './policy-form.tsx';
import { ALL_GROUPS, describeValue, type PolicyGroup, placeOf, rulesOf } from './policy-values.ts';

/** Without the rules that have a form beside what they need, the domains and the identity provider. */
const GROUPS_HERE: readonly PolicyGroup[] = ALL_GROUPS.filter((group) => group !== 'signIn');

export function PolicyTab() {
  const organization = useOrganization();
  if (!organization.isOwner) {
    return (
      <Stack gap="2.5rem">
        <OwnTerms organization={organization.name} />
        <section>
          <SectionHead title="Policy">The rules of this organization. Only owners can change them.</SectionHead>
          <PolicyFacts organization={organization} />
        </section>
      </Stack>
    );
  }
  const { name } = organization;
  return (
    <Stack gap="2.5rem">
      {/* An owner from before rules were accepted, or whom the operator made one. */}
      {organization.terms.standing === 'none-accepted' && <OwnTerms organization={name} />}
      <section>
        <SectionHead title="Policy">
          In the repositories here, a change takes effect at once, also for existing tokens. What would stop tokens or
          passwords that work now is announced, and starts on a date. For the whole account of a member, a stricter rule
          applies when the member accepts it. Members have 7 days to accept before they lose access to the repositories
          here. Second factors and single sign-on are under{' '}
          <AnchorLink
            to="/organizations/$organization/sign-in"
            params={{ organization: name }}
            fz="inherit"
            underline="always"
          >
            Authentication
          </AnchorLink>
          .
        </SectionHead>
        <PolicyForm organization={organization} groups={GROUPS_HERE} action="Save policy" />
      </section>
    </Stack>
  );
}

function PolicyFacts({ organization }: { readonly organization: Organization }) {
  const { policy } = organization;
  const pending = (rule: PolicyRuleName) => pendingOf(organization, rule);
  return (
    <Stack gap="xl" className={classes.sheet ?? ''}>
      {ALL_GROUPS.map((group) => (
        <section key={group}>
          <Title order={3} size="h4" mb="sm">
            {POLICY_GROUPS[group]}
          </Title>
          <dl className={classes.facts}>
            {rulesOf(group).map((rule) => (
              <div key={rule}>
                <dt>{policyRule(rule).label}</dt>
                <dd>
                  {describeValue(rule, policy)}
                  <PendingFact pending={pending(rule)} policy={policy} />
                  <Text size="xs" c="dimmed">
                    {policyRule(rule).explanation} <span className={classes.place}>{placeOf(rule)}</span>
                  </Text>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Stack>
  );
}

function PendingFact({
  pending,
  policy,
}: {
  readonly pending: ReturnType<typeof pendingOf>;
  readonly policy: OrganizationPolicy;
}) {
  return pending ? <PendingRule pending={pending} policy={policy} /> : null;
}
