import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, useState } from 'react';
import type { Grant, NewToken, RepositoryGrant } from '../../api/types.ts';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import type { HeadProps } from '../../parts/page-head.tsx';
import { NewTokenStops } from '../lifetimes/stops-of-token.tsx';
import { STOPS } from '../lifetimes/use-lifetimes.ts';
import { type Expiration, expirationFault, expiresAtOf } from './expiration.ts';
import { ExpirationField } from './expiration-field.tsx';
import { GrantField } from './grant-field.tsx';
import { allGrantsOf, type GrantChoice, grantChoiceFault, grantsOf } from './grants.ts';
import { SecretPanel } from './secret-panel.tsx';
import { TokenHolds } from './token-holds.tsx';
import { TokenSummary } from './token-summary.tsx';
import classes from './tokens.module.css';
import { unknownNote, useUnknownRepositories } from './unknown-repositories.ts';

interface TokenValues extends Record<string, unknown> {
  readonly description: string;
  readonly expiresAt: Expiration;
  readonly grants: GrantChoice;
}

/** The effects of a policy on the choices. A fault stops the form, a warning does not. */
export interface TokenRules {
  readonly expirationFault?: (value: Expiration) => string | null;
  readonly grantsFault?: (value: GrantChoice) => string | null;
  /** Sentences that say why the token will be able to do less than its permissions say. */
  readonly notes?: (grants: GrantChoice, expiresAt: Expiration) => readonly string[];
}

export type InitialToken = Pick<TokenValues, 'expiresAt' | 'grants'> & { readonly description?: string };

interface TokenFormProps {
  readonly initial: InitialToken;
  /** Suggested names and patterns. */
  readonly repositories: readonly string[];
  /** False if the token can only be for named repositories. */
  readonly withReach?: boolean;
  /** True if the token can get the right to list all repositories. */
  readonly withCatalog?: boolean;
  readonly rules?: TokenRules;
  /** `allGrants` includes the right to the catalogue, if that is offered. */
  readonly create: (
    token: { readonly description: string; readonly grants: RepositoryGrant[]; readonly expiresAt: string | null },
    allGrants: Grant[],
  ) => Promise<NewToken>;
  /** Called before any list is read again, because the secret is shown only once. */
  readonly onCreated: (token: NewToken) => void;
  /** A second button, beside the one that sends the form. */
  readonly cancel?: ReactNode;
}

export function TokenForm(props: TokenFormProps) {
  const { initial, repositories, withReach = true, withCatalog = false, rules = {}, onCreated, cancel } = props;
  const queryClient = useQueryClient();
  const form = useForm<TokenValues>({
    initialValues: { description: '', ...initial },
    validate: {
      description: (value) => (value.trim() === '' ? 'Enter a description, such as “build server”' : null),
      expiresAt: rules.expirationFault ?? ((value) => expirationFault(value, Date.now())),
      grants: rules.grantsFault ?? grantChoiceFault,
    },
  });
  const [fault, showFault] = useFormFault(form);
  const create = useMutation({
    mutationFn: ({ description, expiresAt, grants }: TokenValues) =>
      props.create(
        {
          description: description.trim(),
          grants: grantsOf(grants),
          expiresAt: expiresAtOf(expiresAt, Date.now()) ?? null,
        },
        allGrantsOf(grants),
      ),
    onSuccess: (token) => {
      onCreated(token);
      return Promise.all([['tokens'], STOPS].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
    onError: showFault,
  });
  const { expiresAt, grants } = form.getValues();
  const unknown = useUnknownRepositories(grants.reach === 'named' ? grants.patterns : []);
  const notes = [...(rules.notes?.(grants, expiresAt) ?? []), ...unknown.map(unknownNote)];
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
      <div className={classes.form}>
        <Stack gap="xl">
          <FaultAlert fault={fault} />
          <TextInput
            label="Description"
            description="Where you will use the token, so that you recognize it later"
            placeholder="build server"
            maxLength={100}
            {...form.getInputProps('description')}
          />
          <ExpirationField {...form.getInputProps('expiresAt')} value={expiresAt} />
          <GrantField
            {...form.getInputProps('grants')}
            value={grants}
            repositories={repositories}
            withReach={withReach}
            withCatalog={withCatalog}
            withSummary={false}
          />
          <Group>
            <Button type="submit" loading={create.isPending}>
              Generate token
            </Button>
            {cancel}
          </Group>
        </Stack>
        <TokenSummary grants={grants} expiresAt={expiresAt} notes={notes} />
      </div>
    </form>
  );
}

interface GenerateTokenProps extends Omit<TokenFormProps, 'onCreated' | 'cancel'> {
  readonly Head: ComponentType<HeadProps>;
  /** A sentence about what the token can do. */
  readonly lead: string;
  /** The name for the login at a registry. */
  readonly loginName: string;
  /** The address of the list of tokens. */
  readonly list: string;
}

/** The form for a new token, and afterwards its secret. */
export function GenerateToken({ Head, lead, loginName, list, ...form }: GenerateTokenProps) {
  const [created, setCreated] = useState<NewToken>();
  if (!created) {
    const cancel = (
      <Button component={Link} to={list} variant="default">
        Cancel
      </Button>
    );
    return (
      <section>
        <Head title="New access token">{lead}</Head>
        <TokenForm {...form} onCreated={setCreated} cancel={cancel} />
      </section>
    );
  }
  return (
    <section>
      <Head title={`Token “${created.token.description}” generated`} takesFocus />
      {created.token.kind === 'pat' && <TokenHolds id={created.token.id} />}
      <NewTokenStops stops={created.stops} asOwner={created.token.kind === 'oat'} />
      <SecretPanel secret={created.secret} loginName={loginName}>
        <div>
          <Button component={Link} to={list}>
            I have saved it
          </Button>
        </div>
      </SecretPanel>
    </section>
  );
}
