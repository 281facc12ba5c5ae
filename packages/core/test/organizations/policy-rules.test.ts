import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_POLICY,
  type OrganizationPolicy,
  requirePolicyValues,
} from '../../src/organizations/organization-policy.ts';
import {
  allowedNumbers,
  POLICY_GROUPS,
  POLICY_RULE_NAMES,
  type PolicyRule,
  type PolicyRuleName,
  policyRule,
} from '../../src/organizations/policy-rules.ts';
import { thrownBy } from '../thrown-by.ts';

const DOCUMENT = new URL('../../../../docs/policy.md', import.meta.url);

describe('the rules of a policy', () => {
  it('have valid defaults', () => {
    expect(() => requirePolicyValues(DEFAULT_POLICY)).not.toThrow();
    expect(DEFAULT_POLICY).toEqual({
      maximumTokenLifetimeSeconds: null,
      tokenUnusedSeconds: null,
      tokenActions: ['pull', 'push', 'delete'],
      autoTokenActions: ['pull', 'push', 'delete'],
      autoTokensKept: null,
      tokenApproval: false,
      autoTokenApproval: false,
      passwordAtRegistry: true,
      signInIdleSeconds: null,
      signInLifetimeSeconds: null,
      membersCreateRepositories: false,
      defaultVisibility: 'private',
      infectedImages: 'quarantine',
      unscannedImages: 'show',
      requireFirstScan: false,
      deleteFoundTokens: true,
      vulnerableImages: 'show',
      vulnerableFrom: 'critical',
      vulnerableOnlyFixable: true,
      requireSecondFactor: false,
      requireSingleSignOn: false,
      signOnRecheckSeconds: 3600,
      tokenSignOnSeconds: null,
    });
  });

  it.each([
    ['maximumTokenLifetimeSeconds', [1, 86_400, null], [0, -1, 1.5, '60', Number.NaN, 2 ** 53, undefined]],
    ['tokenUnusedSeconds', [604_800, null], [604_799, 1, 0, undefined]],
    ['autoTokensKept', [1, null], [0, 0.5]],
    ['signOnRecheckSeconds', [60, 86_400], [59, 86_401, null]],
    ['tokenActions', [[], ['pull', 'delete']], [['read'], 'pull', null]],
    ['requireSecondFactor', [true, false], ['true', null]],
    ['defaultVisibility', ['public', 'private'], ['internal', null]],
    ['vulnerableFrom', ['low', 'medium', 'high', 'critical'], ['unknown', 'none', null, 'toString']],
    ['infectedImages', ['show', 'tell', 'quarantine'], ['delete', null, 'toString']],
  ] as const)('%s accepts %j and refuses %j', (field, taken, refused) => {
    const policyWith = (value: unknown) => ({ ...DEFAULT_POLICY, [field]: value }) as OrganizationPolicy;
    for (const value of taken) expect(() => requirePolicyValues(policyWith(value))).not.toThrow();
    for (const value of refused) {
      const refusal = thrownBy(() => requirePolicyValues(policyWith(value)));
      expect([value, refusal]).toMatchObject([value, { code: 'invalid-input', data: { field } }]);
    }
  });

  it('describe the numbers that they accept', () => {
    const numbersOf = (name: PolicyRuleName) => {
      const rule = policyRule(name);
      return rule.kind === 'duration' || rule.kind === 'count' ? allowedNumbers(rule) : undefined;
    };
    expect(numbersOf('autoTokensKept')).toBe('a whole number above 0, or null');
    expect(numbersOf('tokenUnusedSeconds')).toBe('a whole number from 604800, or null');
    expect(numbersOf('signOnRecheckSeconds')).toBe('a whole number from 60 to 86400');
    expect(numbersOf('requireSecondFactor')).toBeUndefined();
  });

  it('refer only to rules that exist', () => {
    const named = POLICY_RULE_NAMES.map(policyRule).flatMap((rule) =>
      rule.kind === 'actions' ? (rule.within ?? []) : [],
    );
    expect(named).toEqual(['tokenActions']);
    expect(POLICY_RULE_NAMES).toEqual(expect.arrayContaining(named));
  });

  it('are listed in docs/policy.md (npm run fix writes the tables again)', async () => {
    const page = await readFile(DOCUMENT, 'utf8');
    const start = page.indexOf('\n## ');
    await expect(`${page.slice(0, start)}\n${tables()}`).toMatchFileSnapshot(DOCUMENT.pathname);
  });
});

function tables(): string {
  return Object.entries(POLICY_GROUPS)
    .map(([group, title]) => {
      const rows = POLICY_RULE_NAMES.filter((name) => policyRule(name).group === group).map(row);
      return [
        `## ${title}\n`,
        '| field | value | default | what it does | what it binds |',
        '|---|---|---|---|---|',
        ...rows,
        '',
      ].join('\n');
    })
    .join('\n');
}

function row(name: PolicyRuleName): string {
  const rule = policyRule(name);
  const text = [`**${rule.label}:**`, rule.explanation, ...notes(rule)].join(' ');
  const binds = `${BINDS[rule.accountWide]}${rule.announced === undefined ? '' : '; a stricter value is announced'}`;
  return `| \`${name}\` | ${valuesOf(rule)} | \`${JSON.stringify(rule.default)}\` | ${text} | ${binds} |`;
}

const BINDS = {
  no: 'what reaches this organization, always',
  'by-domain': 'every account with an e-mail address in a verified domain',
  smaller: 'the whole account of members who accepted it; the smaller number is stricter',
  on: 'the whole account of members who accepted it; on is stricter',
  off: 'the whole account of members who accepted it; off is stricter',
} as const;

function valuesOf(rule: PolicyRule): string {
  switch (rule.kind) {
    case 'duration':
      return `seconds: ${allowedNumbers(rule)}`;
    case 'count':
      return allowedNumbers(rule);
    case 'actions':
      return 'a list of `pull`, `push` and `delete`';
    case 'boolean':
      return '`true` or `false`';
    case 'visibility':
      return '`public` or `private`';
    case 'measure':
      return '`show`, `tell` or `quarantine`';
    case 'severity':
      return '`low`, `medium`, `high` or `critical`';
  }
}

function notes(rule: PolicyRule): readonly string[] {
  if (rule.kind === 'actions' && rule.within) return [`Only actions in \`${rule.within}\` have an effect.`];
  if (rule.kind !== 'duration' && rule.kind !== 'count') return [];
  const { unset, cappedAt } = rule;
  return [
    ...(unset === undefined ? [] : [`\`null\`: ${unset}.`]),
    ...(cappedAt === undefined ? [] : [`A number above ${cappedAt} counts as ${cappedAt}.`]),
  ];
}
