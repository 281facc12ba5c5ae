import { expect, it } from 'vitest';
import { sampleOrganization } from '../../support/lanyard/accounts.ts';
import { describeLanyard } from '../../support/lanyard/describe-lanyard.ts';

const ROUNDS = 25;

describeLanyard('owners who change different rules of a policy at the same time', (lanyard) => {
  it('all keep their changes (R50, attack 48)', async () => {
    const { owner, path } = await sampleOrganization(lanyard());
    for (let round = 1; round <= ROUNDS; round += 1) {
      const answers = await Promise.all([
        owner.browser.patch(`${path}/policy`, { autoTokensKept: round }),
        owner.browser.patch(`${path}/policy`, { signInIdleSeconds: 1000 + round }),
        owner.browser.patch(`${path}/policy`, { tokenSignOnSeconds: 2000 + round }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect((await owner.browser.get(path)).body.policy).toMatchObject({
        autoTokensKept: round,
        signInIdleSeconds: 1000 + round,
        tokenSignOnSeconds: 2000 + round,
      });
    }
  });
});
