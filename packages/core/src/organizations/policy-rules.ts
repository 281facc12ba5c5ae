import { ACTIONS, type Action } from '../repositories/repository.ts';
import { AUTO_TOKENS_KEPT } from '../tokens/retention.ts';

/** What the declaration of every rule has in common; forms, the API and the docs take their words from it. */
interface RuleWords {
  /** The name of its field in a form. A switch has a statement, which is true or not. */
  readonly label: string;
  /** What the rule does, to whom. */
  readonly explanation: string;
  readonly group: keyof typeof POLICY_GROUPS;
  /**
   * `no`: the rule binds in the organization's own repositories, always. `by-domain`: it binds every account whose e-mail
   * address is in a domain that the organization proved. Otherwise it rules a member's whole account, so it binds only
   * members who accepted it, and this says which of two values is stricter (attack 41).
   */
  readonly accountWide: 'no' | 'by-domain' | 'smaller' | 'on' | 'off';
  /**
   * Of a rule that ends the reach of what worked until then: which of two values is stricter. A stricter one that would
   * stop something is announced, and binds on a date (decision 43).
   */
  readonly announced?: 'smaller' | 'off';
  /**
   * What a person is told who is asked to become a member, after the organization's name, with `{}` for the value; null
   * for a rule that asks nothing of a member.
   */
  readonly term: string | null;
}

/** A length of time in whole seconds, or a number of things. */
export interface NumberRule extends RuleWords {
  readonly kind: 'duration' | 'count';
  readonly default: number | null;
  readonly minimum: number;
  /** A larger value is refused. */
  readonly maximum?: number;
  /** A larger value is accepted. It counts as this one, and so does null. */
  readonly cappedAt?: number;
  /** What null means, as "no limit". A rule without it always has a value. */
  readonly unset?: string;
  /** What a form offers in a list; without it any number can be typed. */
  readonly choices?: readonly number[];
}

interface ActionsRule extends RuleWords {
  readonly kind: 'actions';
  readonly default: readonly Action[];
  /** Only actions that this other rule allows too have an effect. */
  readonly within?: 'tokenActions';
}

interface BooleanRule extends RuleWords {
  readonly kind: 'boolean';
  readonly default: boolean;
}

interface VisibilityRule extends RuleWords {
  readonly kind: 'visibility';
  readonly default: Visibility;
}

/** What is done about an image: each includes the one before. */
export const IMAGE_MEASURES = {
  show: 'Only show it',
  tell: 'Tell the owners',
  quarantine: 'Put it in quarantine',
} as const;
export type ImageMeasure = keyof typeof IMAGE_MEASURES;

interface MeasureRule extends RuleWords {
  readonly kind: 'measure';
  readonly default: ImageMeasure;
}

/** Vulnerabilities of at least this severity. */
export const SEVERITY_LIMITS = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
} as const;
export type SeverityLimit = keyof typeof SEVERITY_LIMITS;

interface SeverityRule extends RuleWords {
  readonly kind: 'severity';
  readonly default: SeverityLimit;
}

export type Visibility = 'public' | 'private';
export type PolicyRule = NumberRule | ActionsRule | BooleanRule | VisibilityRule | MeasureRule | SeverityRule;
export type PolicyRuleName = keyof typeof POLICY_RULES;

/** The headings under which the rules are shown. */
export const POLICY_GROUPS = {
  tokens: 'Access tokens',
  logins: 'Passwords and command lines',
  repositories: 'Repositories',
  images: 'Images',
  signIn: 'Second factor and single sign-on',
} as const;

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/**
 * Every rule that an organization can set, said once: its type, its default, the checks of the API, the fields of the
 * pages and the table in docs/policy.md derive from here. Plain data, because the pages load it too.
 */
export const POLICY_RULES = {
  maximumTokenLifetimeSeconds: {
    kind: 'duration',
    default: null,
    minimum: 1,
    unset: 'no limit',
    group: 'tokens',
    label: 'Maximum lifetime of an access token',
    explanation:
      'Tokens that live longer, or never expire, cannot reach the repositories of this organization. An auto-generated token reaches them until it is so old: then its user signs in again with docker login or lanyard login.',
    accountWide: 'no',
    announced: 'smaller',
    term: 'accepts access tokens that live {} at most',
  },
  tokenUnusedSeconds: {
    kind: 'duration',
    default: null,
    minimum: 7 * DAY_SECONDS,
    unset: 'no limit',
    group: 'tokens',
    label: 'Stop access tokens that were not used here for',
    explanation:
      'A token that was not used in this organization for so long no longer reaches it, until its holder lets it in again. Elsewhere it still works. At least 7 days.',
    accountWide: 'no',
    announced: 'smaller',
    term: 'stops access tokens that were not used there for {}',
  },
  tokenActions: {
    kind: 'actions',
    default: ACTIONS,
    group: 'tokens',
    label: 'Actions allowed for access tokens',
    explanation:
      'No token can do more than this in this organization, even if it was granted more. Push needs pull, because registries ask for both in every upload.',
    accountWide: 'no',
    term: 'allows access tokens {}',
  },
  autoTokenActions: {
    kind: 'actions',
    default: ACTIONS,
    within: 'tokenActions',
    group: 'tokens',
    label: 'Actions allowed for auto-generated tokens',
    explanation:
      'A command line gets an auto-generated token when a person signs in with docker login or lanyard login.',
    accountWide: 'no',
    term: 'allows auto-generated tokens {}',
  },
  autoTokensKept: {
    kind: 'count',
    default: null,
    minimum: 1,
    unset: `the default, which is ${AUTO_TOKENS_KEPT}`,
    group: 'tokens',
    label: 'Auto-generated tokens kept for each member',
    explanation:
      'The most recently used tokens are kept. If a member accepted this rule in several organizations, the smallest number applies.',
    accountWide: 'smaller',
    term: 'keeps at most {} of the auto-generated tokens of your account',
  },
  tokenApproval: {
    kind: 'boolean',
    default: false,
    group: 'tokens',
    label: 'Owners approve new access tokens',
    explanation:
      'A new token, or one that gets more permissions, reaches nothing here until an owner approves it. Passwords reach nothing here. Existing tokens continue to work; the access review lists them.',
    accountWide: 'no',
    term: 'lets new access tokens in after an owner approved them, and accepts no passwords',
  },
  autoTokenApproval: {
    kind: 'boolean',
    default: false,
    group: 'tokens',
    label: 'Owners approve new auto-generated tokens too',
    explanation:
      'Applies while owners approve new access tokens. Each browser sign-in of a command line then waits for an owner.',
    accountWide: 'no',
    term: 'asks for that approval for auto-generated tokens too',
  },
  passwordAtRegistry: {
    kind: 'boolean',
    default: true,
    group: 'logins',
    label: 'Accept account passwords at the registry',
    explanation: 'If this is off, docker and other registry clients need an access token for this organization.',
    accountWide: 'off',
    announced: 'off',
    term: 'refuses your password in docker and other registry clients, so that you need an access token',
  },
  signInIdleSeconds: {
    kind: 'duration',
    default: null,
    minimum: 1,
    cappedAt: 30 * DAY_SECONDS,
    unset: '30 days',
    group: 'logins',
    label: 'Sign out unused command lines after',
    explanation: 'A command line that is signed out also loses its auto-generated token.',
    accountWide: 'smaller',
    term: 'signs out your command lines after {} without use',
  },
  signInLifetimeSeconds: {
    kind: 'duration',
    default: null,
    minimum: 1,
    cappedAt: 90 * DAY_SECONDS,
    unset: '90 days',
    group: 'logins',
    label: 'Sign out all command lines after',
    explanation: 'After this time members sign in again in a browser, even if they use the command line every day.',
    accountWide: 'smaller',
    term: 'signs out your command lines after {}',
  },
  membersCreateRepositories: {
    kind: 'boolean',
    default: false,
    group: 'repositories',
    label: 'Members can create repositories',
    explanation: 'If this is off, only owners can create repositories, on the pages or by pushing to a new name.',
    accountWide: 'no',
    term: null,
  },
  defaultVisibility: {
    kind: 'visibility',
    default: 'private',
    group: 'repositories',
    label: 'Visibility of new repositories',
    explanation: 'A repository that a push creates gets this visibility. You can change it for each repository.',
    accountWide: 'no',
    term: null,
  },
  infectedImages: {
    kind: 'measure',
    default: 'quarantine',
    group: 'images',
    label: 'If malware is found in an image',
    explanation:
      'An image in quarantine cannot be pulled. That needs a gate in front of the registry; without one, the owners are told.',
    accountWide: 'no',
    term: null,
  },
  unscannedImages: {
    kind: 'measure',
    default: 'show',
    group: 'images',
    label: 'If an image cannot be scanned completely',
    explanation:
      'Large files, encrypted archives and damaged layers cannot be scanned. An image in quarantine cannot be pulled.',
    accountWide: 'no',
    term: null,
  },
  requireFirstScan: {
    kind: 'boolean',
    default: false,
    group: 'images',
    label: 'Images can be pulled only after their first scan',
    explanation:
      'Needs a gate in front of the registry and a scanner for malware. Until its first scan, nobody can pull an image, not even the person who pushed it.',
    accountWide: 'no',
    term: null,
  },
  deleteFoundTokens: {
    kind: 'boolean',
    default: true,
    group: 'images',
    label: 'Delete access tokens of this organization that are found in images',
    explanation:
      'If this is off, the owners get a mail, and the token continues to work. Tokens of members are always deleted.',
    accountWide: 'no',
    term: null,
  },
  vulnerableImages: {
    kind: 'measure',
    default: 'show',
    group: 'images',
    label: 'If vulnerabilities are found in an image',
    explanation:
      'Applies to the vulnerabilities that the next two rules are about. An image in quarantine cannot be pulled.',
    accountWide: 'no',
    term: null,
  },
  vulnerableFrom: {
    kind: 'severity',
    default: 'critical',
    group: 'images',
    label: 'Vulnerabilities from this severity',
    explanation: 'Less severe vulnerabilities are only shown.',
    accountWide: 'no',
    term: null,
  },
  vulnerableOnlyFixable: {
    kind: 'boolean',
    default: true,
    group: 'images',
    label: 'Only vulnerabilities with a fix',
    explanation: 'Vulnerabilities are only shown while no version of the package fixes them.',
    accountWide: 'no',
    term: null,
  },
  requireSecondFactor: {
    kind: 'boolean',
    default: false,
    group: 'signIn',
    label: 'Require a second factor',
    explanation:
      'Without a second factor, members cannot create tokens or approve command lines, and their tokens cannot reach the repositories here.',
    accountWide: 'on',
    term: 'asks for a second factor before you create tokens or approve command lines',
  },
  requireSingleSignOn: {
    kind: 'boolean',
    default: false,
    group: 'signIn',
    label: 'Require single sign-on',
    explanation:
      'Everyone with an e-mail address in a verified domain signs in at the identity provider, and their passwords are refused. In an emergency, server administrators and owners with a second factor can still use their password in a browser; the audit log records it.',
    accountWide: 'by-domain',
    term: 'asks everyone with an e-mail address in its domains to sign in at its identity provider',
  },
  signOnRecheckSeconds: {
    kind: 'duration',
    default: HOUR_SECONDS,
    minimum: 60,
    maximum: DAY_SECONDS,
    choices: [HOUR_SECONDS / 4, HOUR_SECONDS, 4 * HOUR_SECONDS, DAY_SECONDS],
    group: 'signIn',
    label: 'Check members at the identity provider every',
    explanation:
      'Members who were removed at the provider are signed out, and their tokens stop working. If the provider cannot be asked, as with SAML, browser sessions end after this time.',
    accountWide: 'no',
    term: 'checks every {} whether its identity provider still knows you',
  },
  tokenSignOnSeconds: {
    kind: 'duration',
    default: null,
    minimum: 1,
    unset: 'not needed',
    choices: [DAY_SECONDS, 7 * DAY_SECONDS, 30 * DAY_SECONDS],
    group: 'signIn',
    label: "Members' tokens need single sign-on within the last",
    explanation:
      'A token works here only if its owner signed in at the identity provider within this time. Tokens of the organization itself are not affected.',
    accountWide: 'no',
    term: 'accepts your tokens if you signed in at its identity provider within the last {}',
  },
} as const satisfies Readonly<Record<string, PolicyRule>>;

export const POLICY_RULE_NAMES = Object.keys(POLICY_RULES) as readonly PolicyRuleName[];

/** The declaration of one rule, for code that treats all rules of a kind alike. */
export function policyRule(name: PolicyRuleName): PolicyRule {
  return POLICY_RULES[name];
}

/** Whether the rule can have this value. */
export function isPolicyValue(rule: PolicyRule, value: unknown): boolean {
  switch (rule.kind) {
    case 'duration':
    case 'count':
      return value === null ? rule.unset !== undefined : isWithin(rule, value);
    case 'actions':
      return Array.isArray(value) && value.every((action) => ACTIONS.includes(action));
    case 'boolean':
      return typeof value === 'boolean';
    case 'visibility':
      return value === 'public' || value === 'private';
    case 'measure':
      return typeof value === 'string' && Object.hasOwn(IMAGE_MEASURES, value);
    case 'severity':
      return typeof value === 'string' && Object.hasOwn(SEVERITY_LIMITS, value);
  }
}

function isWithin({ minimum, maximum = Number.MAX_SAFE_INTEGER }: NumberRule, value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= minimum && value <= maximum;
}

/** "a whole number above 0, or null", "a whole number from 60 to 86400", "a whole number from 604800, or null". */
export function allowedNumbers({ minimum, maximum, unset }: NumberRule): string {
  const start = minimum === 1 ? 'above 0' : `from ${minimum}`;
  const range = maximum === undefined ? start : `from ${minimum} to ${maximum}`;
  return `a whole number ${range}${unset === undefined ? '' : ', or null'}`;
}

/** Whether an account-wide rule asks for more with `value` than with `than`; never for a rule of another kind. */
export function isStricterValue(rule: PolicyRule, value: unknown, than: unknown): boolean {
  return isStricterBy(rule, rule.accountWide, value, than);
}

/** The same for a rule whose stricter values are announced. */
export function isStricterAnnounced(rule: PolicyRule, value: unknown, than: unknown): boolean {
  return isStricterBy(rule, rule.announced, value, than);
}

function isStricterBy(
  rule: PolicyRule,
  stricter: PolicyRule['accountWide'] | undefined,
  value: unknown,
  than: unknown,
): boolean {
  switch (stricter) {
    case 'smaller':
      return numberAsked(rule, value) < numberAsked(rule, than);
    case 'on':
      return value === true && than !== true;
    case 'off':
      return value === false && than !== false;
    default:
      return false;
  }
}

/** Without a value the organization asks for nothing, and above the cap for no more than at it. */
function numberAsked(rule: PolicyRule, value: unknown): number {
  const cap = ('cappedAt' in rule ? rule.cappedAt : undefined) ?? Number.POSITIVE_INFINITY;
  return Math.min(typeof value === 'number' ? value : Number.POSITIVE_INFINITY, cap);
}
