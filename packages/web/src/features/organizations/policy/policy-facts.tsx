import { Stack, Text, Title } from '@mantine/core';
import type { OrganizationPolicy } from '../../../api/types.ts';
import classes from './policy.module.css';
import { POLICY_RULES, RULE_GROUPS, SIGN_IN_RULES } from './policy-rules.ts';

const GROUPS = [...RULE_GROUPS, { title: 'Second factor and identity provider', rules: SIGN_IN_RULES }];

interface PolicyFactsProps {
  readonly policy: OrganizationPolicy;
}

/** The rules for whom they bind but who cannot change them. */
export function PolicyFacts({ policy }: PolicyFactsProps) {
  return (
    <Stack gap="xl" className={classes.sheet ?? ''}>
      {GROUPS.map(({ title, rules }) => (
        <section key={title}>
          <Title order={3} size="h4" mb="sm">
            {title}
          </Title>
          <dl className={classes.facts}>
            {rules.map((rule) => (
              <div key={rule}>
                <dt>{POLICY_RULES[rule].label}</dt>
                <dd>
                  {POLICY_RULES[rule].describe(policy)}
                  <Text size="xs" c="dimmed">
                    {POLICY_RULES[rule].explanation}
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
