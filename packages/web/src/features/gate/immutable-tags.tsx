import { Button, Group, NativeSelect, Stack, Text, Textarea, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FaultAlert, useFormFault } from '../../parts/fault-alert.tsx';
import { useSetImmutableTags } from './use-gate.ts';

interface ImmutableTagsProps {
  readonly organization: string;
  readonly repository: string;
  /** Null for none. An empty list means all tags. */
  readonly immutableTags: readonly string[] | null;
}

type Which = 'none' | 'all' | 'some';

/** The tags of a repository that no push can change. */
export function ImmutableTags({ organization, repository, immutableTags }: ImmutableTagsProps) {
  const set = useSetImmutableTags(organization, repository);
  const form = useForm<{ which: Which; immutableTags: string }>({
    initialValues: { which: whichOf(immutableTags), immutableTags: immutableTags?.join('\n') ?? '' },
    validate: {
      immutableTags: (value, { which }) =>
        which === 'some' && value.trim() === '' ? 'Enter one pattern per line' : null,
    },
  });
  const [fault, showFault] = useFormFault(form);
  const submit = (values: ReturnType<typeof form.getValues>) =>
    set.mutate(patternsOf(values), { onSuccess: () => form.resetDirty(), onError: showFault });
  return (
    <section>
      <Title order={3} size="h4">
        Immutable tags
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        The gate refuses a push that would move such a tag.
      </Text>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack gap="xs">
          <FaultAlert fault={fault} />
          <NativeSelect
            label="Tags that cannot be moved"
            data={[
              { value: 'none', label: 'None' },
              { value: 'all', label: 'All tags' },
              { value: 'some', label: 'Tags that match a pattern' },
            ]}
            {...form.getInputProps('which')}
          />
          {form.getValues().which === 'some' && (
            <Textarea
              label="Patterns, one per line"
              description="Regular expressions (RE2), such as ^v[0-9]+"
              autosize
              minRows={2}
              spellCheck={false}
              {...form.getInputProps('immutableTags')}
            />
          )}
          <Group>
            <Button type="submit" variant="default" disabled={!form.isDirty()} loading={set.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </section>
  );
}

function whichOf(immutableTags: readonly string[] | null): Which {
  if (immutableTags === null) return 'none';
  return immutableTags.length === 0 ? 'all' : 'some';
}

function patternsOf({ which, immutableTags }: { readonly which: Which; readonly immutableTags: string }) {
  if (which !== 'some') return which === 'all' ? [] : null;
  return immutableTags
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
