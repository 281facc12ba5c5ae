import { expect, it } from 'vitest';
import { seededDraw } from '../../../packages/core/test/seeded-random.ts';
import { testRuns } from '../../../packages/core/test/test-runs.ts';
import {
  freshName,
  type SampleAccount,
  type SampleOrganization,
  sampleOrganization,
} from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';
import type { Lanyard } from '../../support/lanyard/start-lanyard.ts';

const WORLDS = testRuns(3);
const REPOSITORIES = 18;
const PAGE_SIZE = 5;

describeLanyard('the list of repositories', (lanyard) => {
  it('R25: shows everyone exactly the repositories that they can see by name', async () => {
    for (let world = 1; world <= WORLDS; world += 1) {
      const { owner, member, stranger, name } = await randomOrganization(lanyard(), `repositories ${world}`);
      const all = await listed(owner, name);
      expect(all).toHaveLength(REPOSITORIES);
      for (const somebody of [owner, member]) {
        const shown = await Promise.all(all.map((repository) => isShown(somebody, repository)));
        expect(await listed(somebody, name)).toEqual(all.filter((_repository, place) => shown[place]));
      }
      expect((await stranger.browser.get(`/api/repositories?namespace=${name}`)).status).toBe(404);
    }
  });
});

/** Repositories with rights for the member, for a stranger, for a team of the member, and for another team. */
async function randomOrganization(lanyard: Lanyard, seed: string): Promise<SampleOrganization> {
  const random = seededDraw(seed);
  const organization = await sampleOrganization(lanyard);
  const { owner, member, stranger, name, path } = organization;
  const teams = [freshName('red'), freshName('blue')];
  for (const team of teams) await owner.browser.post(`${path}/teams`, { name: team });
  await owner.browser.put(`${path}/teams/${teams[0]}/members/${member.name}`);
  const holders = [
    { subjectType: 'account', subject: member.name },
    { subjectType: 'account', subject: stranger.name },
    ...teams.map((subject) => ({ subjectType: 'team', subject })),
  ];
  for (let made = 0; made < REPOSITORIES; made += 1) {
    const repository = `${name}/${random.of(['a', 'b/a', 'c'])}-${made}`;
    const visibility = random.of(['public', 'private', 'private', 'private']);
    await owner.browser.post('/api/repositories', { name: repository, visibility });
    for (const holder of holders.filter(() => random.below(4) === 0)) {
      const body = { ...holder, right: random.of(['read', 'write', 'admin']) };
      await owner.browser.put(`/api/repository/rights?name=${encodeURIComponent(repository)}`, body);
    }
  }
  return organization;
}

/** Reads page by page. Every page must have the same total. */
async function listed({ browser }: SampleAccount, namespace: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let page = 1; ; page += 1) {
    const { body } = await browser.get(`/api/repositories?namespace=${namespace}&page=${page}&pageSize=${PAGE_SIZE}`);
    found.push(...body.repositories.map(({ name }: { readonly name: string }) => name));
    if (body.repositories.length < PAGE_SIZE) {
      expect(body.total).toBe(found.length);
      return found;
    }
  }
}

async function isShown({ browser }: SampleAccount, repository: string): Promise<boolean> {
  return (await browser.get(`/api/repository?name=${encodeURIComponent(repository)}`)).status === 200;
}
