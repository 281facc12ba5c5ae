import { ANNOUNCED_RULES } from '@lanyard/core/lifetimes/announced-rules';
import { stricterRules } from '@lanyard/core/organizations/member-terms';
import {
  isStricterAnnounced,
  POLICY_GROUPS,
  type PolicyRuleName,
  policyRule,
} from '@lanyard/core/organizations/policy-rules';
import { Button, Group, Stack, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client.ts';
import type { Organization, OrganizationPolicy, RulePreview as Preview } from '../../../api/types.ts';
import { useDialog } from '../../../parts/dialogs.tsx';
import { FaultAlert, useFormFault } from '../../../parts/fault-alert.tsx';
import { formatDay } from '../../../parts/time-text.tsx';
import { PendingRule, pendingOf } from '../../lifetimes/pending-rule.tsx';
import { RulePreview } from '../../lifetimes/rule-preview.tsx';
import { type RuleChange, rulePreviewQuery } from '../../lifetimes/rule-preview-query.ts';
import classes from '../organizations.module.css';
import { useOrganizationChange } from '../use-organization.ts';
import { changesOf, type PolicyGroup, type PolicyValues, rulesOf, validationOf, valuesOf } from './policy-values.ts';
import { RuleField } from './rule-field.tsx';

interface PolicyFormProps {
  readonly organization: Organization;
  /** The rules to change here. */
  readonly groups: readonly PolicyGroup[];
  /** What has to be done before a rule can be set. */
  readonly obstacles?: { readonly [Name in PolicyRuleName]?: string | undefined };
  /** The text of the button, as "Save policy". */
  readonly action: string;
}

export function PolicyForm({ organization, groups, obstacles = {}, action }: PolicyFormProps) {
  const { name, policy } = organization;
  const [before, setBefore] = useState(() => valuesOf(policy, groups));
  const change = useChangePolicy(name);
  const form = useForm<PolicyValues>({ initialValues: before, validate: validationOf(groups) });
  const [fault, showFault] = useFormFault(form);
  const queryClient = useQueryClient();
  const stopping = useDialog<readonly Stopping[]>();
  const send = (changes: PolicyChange) =>
    change.mutate(changes, {
      onSuccess: (changed) => {
        stopping.close();
        const saved = valuesOf(changed.policy, groups);
        showFault(undefined);
        setBefore(saved);
        form.setValues(saved);
        notifications.show({ message: `Saved. ${effectOf(organization, changed)}` });
      },
      onError: (error) => {
        stopping.close();
        showFault(error);
      },
    });
  const ask = useMutation({
    mutationFn: (changes: readonly RuleChange[]) =>
      Promise.all(
        changes.map(async (one) => ({ ...one, preview: await queryClient.fetchQuery(rulePreviewQuery(name, one)) })),
      ),
    onError: showFault,
  });
  /** What would stop is shown before it does. */
  const submit = (values: PolicyValues) => {
    const changes = changesOf(before, values);
    const stricter = stricterIn(changes, policy);
    if (stricter.length === 0) return send(changes);
    ask.mutate(stricter, {
      onSuccess: (asked) => {
        const found = asked.filter(({ preview }) => preview.total > 0 || Date.parse(preview.earliest) > Date.now());
        if (found.length > 0) stopping.open(found);
        else send(changes);
      },
    });
  };
  const takeBack = (rule: PolicyRuleName) => send({ [rule]: policy[rule] });
  return (
    <form onSubmit={form.onSubmit(submit)} className={classes.sheet} noValidate>
      <Stack gap="xl">
        <FaultAlert fault={fault} />
        {groups.map((group) => (
          <section key={group}>
            {groups.length > 1 && (
              <Title order={3} size="h4" mb="sm">
                {POLICY_GROUPS[group]}
              </Title>
            )}
            <Stack gap="lg">
              {rulesOf(group).map((rule) => (
                <div key={rule}>
                  <RuleField name={rule} form={form} before={before[rule]} obstacle={obstacles[rule]} />
                  <Pending organization={organization} rule={rule} onTakeBack={takeBack} isBusy={change.isPending} />
                </div>
              ))}
            </Stack>
          </section>
        ))}
        <Group>
          <Button type="submit" loading={change.isPending || ask.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
      {stopping.subject !== undefined && (
        <RulePreview
          key={JSON.stringify(stopping.subject.map(({ rule, value }) => [rule, value]))}
          organization={name}
          stopping={stopping.subject}
          action={action}
          isOpen={stopping.isOpen}
          isBusy={change.isPending}
          onClose={stopping.close}
          onConfirm={(bindsFrom) => send({ ...changesOf(before, form.getValues()), bindsFrom })}
        />
      )}
    </form>
  );
}

type PolicyChange = Partial<OrganizationPolicy> & { readonly bindsFrom?: string };
type Stopping = RuleChange & { readonly preview: Preview };

interface PendingProps {
  readonly organization: Organization;
  readonly rule: PolicyRuleName;
  readonly onTakeBack: (rule: PolicyRuleName) => void;
  readonly isBusy: boolean;
}

function Pending({ organization, rule, onTakeBack, isBusy }: PendingProps) {
  const pending = pendingOf(organization, rule);
  if (!pending) return null;
  return (
    <PendingRule pending={pending} policy={organization.policy} onTakeBack={() => onTakeBack(rule)} isBusy={isBusy} />
  );
}

/** The changes that may stop something that works now. */
function stricterIn(changes: Partial<OrganizationPolicy>, policy: OrganizationPolicy): readonly RuleChange[] {
  return ANNOUNCED_RULES.flatMap((rule) => {
    const value = changes[rule];
    if (value === undefined || !isStricterAnnounced(policyRule(rule), value, policy[rule])) return [];
    return [{ rule, value }];
  });
}

type Rules = Pick<Organization, 'policy' | 'pendingRules'>;

/** Rules for whole accounts bind nobody at once. */
function effectOf(before: Rules, after: Rules): string {
  const first = after.pendingRules.find(
    (next) => !before.pendingRules.some(({ rule, bindsFrom }) => rule === next.rule && bindsFrom === next.bindsFrom),
  );
  if (first) return `“${policyRule(first.rule).label}” changes on ${formatDay(first.bindsFrom)}.`;
  if (stricterRules(before.policy, after.policy).length === 0) return 'The change is in effect now.';
  return 'The change is in effect here now. Members have 7 days to accept it for their accounts.';
}

function useChangePolicy(organization: string) {
  return useOrganizationChange(organization, (body: PolicyChange) => {
    const params = { path: { organization } };
    return answerOf(client.PATCH('/api/organizations/{organization}/policy', { params, body }));
  });
}
