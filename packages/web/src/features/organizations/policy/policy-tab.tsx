import { POLICY_GROUPS, policyRule } from '@lanyard/core/organizations/policy-rules';
import { Stack, Text, Title } from '@mantine/core';
import type { OrganizationPolicy } from '../../../api/types.ts';
import { AnchorLink } from '../../../parts/anchor-link.tsx';
import { SectionHead } from '../../../parts/page-head.tsx';
import classes from '../organizations.module.css';
import { useOrganization } from '../use-organization.ts';
import { PolicyForm } from './policy-form.tsx';
import { ALL_GROUPS, describeValue, type PolicyGroup, rulesOf } from './policy-values.ts';

/** Without the rules that have a form beside what they need, the domains and the identity provider. */
const GROUPS_HERE: readonly PolicyGroup[] = ALL_GROUPS.filter((group) => group !== 'signIn');

export function PolicyTab() {
  const organization = useOrganization();
  if (!organization.isOwner) {
    return (
      <section>
        <SectionHead title="Policy">The rules of this organization. Only owners can change them.</SectionHead>
        <PolicyFacts policy={organization.policy} />
      </section>
    );
  }
  const { name } = organization;
  return (
    <section>
      <SectionHead title="Policy">
        Rules for everyone and everything that uses the repositories here. A change takes effect at once, also for
        existing tokens. Second factors and single sign-on are under{' '}
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
  );
}

function PolicyFacts({ policy }: { readonly policy: OrganizationPolicy }) {
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
                  <Text size="xs" c="dimmed">
                    {policyRule(rule).explanation}
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
