import { FINDINGS } from '../access-review/findings.ts';
import { objectOf } from '../audit/exported-event.ts';
import { durationInWords } from '../duration-in-words.ts';
import { POLICY_RULE_NAMES, type PolicyRule, policyRule } from '../organizations/policy-rules.ts';
import { PROOF_START } from './evidence.ts';
import { type EvidenceSaid, headOf, type ItemSaid, isItem, isProofLine, itemOf } from './read-evidence.ts';
import type { ReviewScope } from './review-rules.ts';

/**
 * Makes a page to read and print out of the evidence file. The page loads nothing and says only what the lines of the file
 * say. `lanyard verify` checks the file, not the page.
 */
export async function* evidencePage(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let isHead = true;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    let page = '';
    for (const line of lines) {
      if (isHead) page += headPart(headOf(line));
      else if (isItem(line)) page += rowPart(itemOf(line));
      else if (line === PROOF_START) page += '</tbody></table>';
      else page += proofPart(line);
      isHead = false;
    }
    if (page !== '') yield page;
  }
  yield `${FOOT}</main></body></html>\n`;
}

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:left;
vertical-align:top;overflow-wrap:break-word}thead{display:table-header-group}
.decisions td:nth-child(n+3):nth-child(-n+5){white-space:nowrap}tr{break-inside:avoid}
@media print{body{margin:0;font-size:10px}}`;

const FOOT = `<p>This page shows a file, and proves nothing by itself. Keep the JSON file: <code>lanyard verify FILE --key KEY</code>
checks without the server that none of it was changed since the review was closed.</p>`;

const DECISIONS = { keep: 'kept', block: 'blocked', gone: 'had ended' } as const;
const REVIEWERS = { owners: 'the owners', holders: 'each member, for their own tokens; otherwise the owners' } as const;

function headPart({ review, counts }: EvidenceSaid): string {
  const { organization, name, id, scope, reviewers, undecided, recurrence, startedBy, finishedBy, rules } = review;
  const title = `Review of access tokens of ${organization.name}: ${name}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Organization', organization.name],
    ['Review', `${name} (${id})`],
    ['In scope', scopeWords(scope)],
    ['Who decides', REVIEWERS[reviewers]],
    ['What nobody decided', `is ${DECISIONS[undecided]}`],
    ['Repeated', recurrence ?? 'no'],
    ['Started', `${timeWords(review.startsAt)} by ${startedBy}`],
    ['Due', timeWords(review.dueAt)],
    ['Closed', `${timeWords(review.closedAt)}${finishedBy === null ? '' : `, finished by ${finishedBy}`}`],
    ['Access tokens', `${counts.items}: ${counts.keep} kept, ${counts.block} blocked, ${counts.gone} had ended`],
    ['Decided by the rule alone', String(counts.byRule)],
  ];
  const csp = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${csp}<title>${html(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${html(title)}</h1><table><tbody>${facts.map(factRow).join('')}</tbody></table>
<h2>Rules of the organization</h2><table><thead>${headRow(['Rule', 'At the start', 'At the end'])}</thead><tbody>${policyRows(rules)}</tbody></table>
<h2>Decisions</h2><table class="decisions"><thead>${headRow(ITEM_HEADING)}</thead><tbody>`;
}

const ITEM_HEADING = ['Holder', 'Access token', 'Created', 'Expires', 'Last used', 'May', 'Findings', 'Decision', 'By'];

function rowPart({ token, decision, reason, by, at }: ItemSaid): string {
  const { holder, description, id, kind, createdAt, expiresAt, lastUse, reach, findings } = token;
  const may =
    reach.actions.length === 0
      ? 'nothing'
      : `${reach.actions.join(', ')} (${reach.repositories === 1 ? '1 repository' : `${reach.repositories} repositories`})`;
  return cells([
    holder.name,
    `${description ?? '(not only for this organization)'}, ${kind}, ${id}`,
    dayWords(createdAt),
    expiresAt === null ? 'never' : dayWords(expiresAt),
    lastUse === null ? 'never' : dayWords(lastUse.at),
    may,
    findings.map((finding) => FINDINGS[finding.kind].label).join(', '),
    `${DECISIONS[decision]}${reason === '' ? '' : `: ${reason}`}`,
    `${by ?? 'the rule'}, ${timeWords(at)}`,
  ]);
}

/** Lists the rules that this version knows. The file can have others. */
function policyRows({ atStart, atEnd }: EvidenceSaid['review']['rules']): string {
  return POLICY_RULE_NAMES.map((name) => {
    const rule = policyRule(name);
    const [before, after] = [ruleWords(rule, atStart[name]), ruleWords(rule, atEnd[name])];
    return cells([rule.label, before, before === after ? after : `${after} (changed)`]);
  }).join('');
}

function ruleWords(rule: PolicyRule, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'number' && rule.kind === 'duration') return durationInWords(value);
  if (value === null && 'unset' in rule && rule.unset !== undefined) return rule.unset;
  return String(value ?? 'not set');
}

/** The event of the review's end. The other lines of the proof say nothing to a person. */
function proofPart(line: string): string {
  const event = isProofLine(line) ? objectOf(JSON.parse(line.replace(/,$/, ''))) : undefined;
  if (event?.action !== 'review.closed') return '';
  const digest = (event.data as { readonly digest?: unknown } | undefined)?.digest;
  return `<p>The audit log has the end of this review as event ${html(String(event.sequence))}, with the SHA-256 of the file
before its proof: <code>${html(String(digest))}</code></p>`;
}

function scopeWords(scope: ReviewScope): string {
  if (scope.type === 'team') return `access tokens of the members of the team ${scope.name}`;
  if (scope.type === 'repository') return `access tokens that name a repository of ${scope.pattern}`;
  return scope.type === 'all'
    ? 'every access token that can reach the organization'
    : 'access tokens that are not used';
}

function factRow([name, text]: readonly [string, string]): string {
  return `<tr><th scope="row">${html(name)}</th><td>${html(text)}</td></tr>`;
}

function headRow(names: readonly string[]): string {
  return `<tr>${names.map((name) => `<th scope="col">${html(name)}</th>`).join('')}</tr>`;
}

function cells(texts: readonly string[]): string {
  return `<tr>${texts.map((text) => `<td>${html(text)}</td>`).join('')}</tr>\n`;
}

function timeWords(text: string): string {
  return `${text.slice(0, 16).replace('T', ' ')} UTC`;
}

function dayWords(text: string): string {
  return text.slice(0, 10);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
}
