import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A page that is written in Markdown. */
export interface SourcePage {
  /** From the root of the repository. */
  readonly file: string;
  readonly address: string;
  readonly title: string;
}

interface Section {
  readonly title: string;
  /** The files of its pages, or the addresses of pages that are made. A page can have a shorter name here. */
  readonly pages: readonly (string | readonly [page: string, name: string])[];
}

/** These pages lie outside `docs`, because a forge looks for them in the root. */
const IN_ROOT = ['CHANGELOG.md', 'SECURITY.md'];

/** The navigation, in order. Pages that are not in it are reached from the page of their folder. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Start',
    pages: [['docs/README.md', 'What Lanyard is'], ['docs/quickstart.md', 'Quickstart'], 'docs/glossary.md'],
  },
  {
    title: 'By role',
    pages: [
      ['docs/operator.md', 'Operators'],
      ['docs/developer.md', 'Developers'],
      ['docs/owner.md', 'Owners'],
    ],
  },
  {
    title: 'Run a server',
    pages: [
      'docs/operate.md',
      'docs/zot.md',
      ['docs/workstations.md', 'Workstations'],
      'docs/performance.md',
      'docs/scale.md',
      'SECURITY.md',
      'CHANGELOG.md',
    ],
  },
  {
    title: 'Organizations',
    pages: [
      ['docs/policy.md', 'Policy'],
      ['docs/reviews.md', 'Reviews'],
      ['docs/evidence.md', 'Evidence'],
      'docs/second-factors.md',
      'docs/single-sign-on.md',
      'docs/identity-providers/README.md',
    ],
  },
  {
    title: 'Automate',
    pages: [
      ['/docs/api/', 'HTTP API'],
      'docs/terraform.md',
      'docs/protocol/README.md',
      ['docs/protocol/token-format.md', 'Token format'],
      ['docs/protocol/registry-token.md', 'Registry tokens'],
      ['docs/protocol/oauth.md', 'Device login'],
      ['docs/protocol/hub-api.md', "Docker Hub's interface"],
      ['docs/protocol/scim.md', 'SCIM'],
      ['docs/protocol/audit-export.md', 'Proven export'],
    ],
  },
  { title: 'Behind it', pages: ['docs/decisions/README.md', 'docs/requirements.md', 'docs/attacks.md'] },
];

/** Every Markdown page of the site. */
export function sourcePages(): readonly SourcePage[] {
  return [...globSync('docs/**/*.md', { cwd: ROOT }).sort(), ...IN_ROOT].map((file) => ({
    file,
    address: addressOf(file),
    title: titleOf(readFileSync(join(ROOT, file), 'utf8')),
  }));
}

export function addressOf(file: string): string {
  const path = file
    .replace(/^docs\//, '')
    .replace(/(^|\/)README\.md$/, '$1')
    .replace(/\.md$/, '/');
  return `/docs/${path.toLowerCase()}`;
}

function titleOf(text: string): string {
  const [, title = ''] = /^# (.+)$/m.exec(text) ?? [];
  return title.replaceAll('`', '');
}

/** Where a link in a page of the repository leads on the site. Undefined if the site does not have that file. */
export function siteAddress(from: string, link: string): string | undefined {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? from : join(from, '..', path);
  const page = file.endsWith('.md') ? file : join(file, 'README.md');
  const isOnSite = (page.startsWith('docs/') || IN_ROOT.includes(page)) && existsSync(join(ROOT, page));
  if (!isOnSite) return undefined;
  return addressOf(page) + (heading === undefined ? '' : `#${heading}`);
}
