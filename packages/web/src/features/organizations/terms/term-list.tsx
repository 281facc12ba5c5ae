import { policyRule } from '@lanyard/core/organizations/policy-rules';
import { List, Stack, Text } from '@mantine/core';
import type { TermInWords } from '../../../api/types.ts';

interface TermListProps {
  readonly organization: string;
  readonly words: readonly TermInWords[];
}

/** What an organization asks of its members, by where each rule applies. */
export function TermList({ organization, words }: TermListProps) {
  const groups = [
    { heading: 'For your whole account, everywhere', terms: words.filter(({ accountWide }) => accountWide) },
    { heading: `Only in the repositories of ${organization}`, terms: words.filter((word) => reachOf(word) === 'no') },
    {
      heading: `For every e-mail address in the domains of ${organization}`,
      terms: words.filter((word) => reachOf(word) === 'by-domain'),
    },
  ].filter(({ terms }) => terms.length > 0);
  return (
    <Stack gap="sm">
      {groups.map(({ heading, terms }) => (
        <div key={heading}>
          <Text size="sm" fw={600}>
            {heading}
          </Text>
          <List size="sm" withPadding>
            {terms.map(({ rule, text }) => (
              <List.Item key={rule}>
                {organization} {text}.
              </List.Item>
            ))}
          </List>
        </div>
      ))}
    </Stack>
  );
}

function reachOf({ rule }: TermInWords) {
  return policyRule(rule).accountWide;
}
