import { type Command, Option } from 'commander';
import type { ContextOf } from './commands/command-context.ts';
import type { ItemFilter } from './server/review-api.ts';
import { withRegistry } from './token-commands.ts';

const reviewModule = () => import('./commands/review.ts');

/** `lanyard review ...`: what scripts read. */
export function addReviewCommands(program: Command, contextOf: ContextOf): void {
  const review = program.command('review').description('show the reviews of access tokens in an organization');
  withRegistry(review.command('list').description('list reviews'))
    .argument('<organization>')
    .action(async (organization: string, _, command: Command) => {
      await (await reviewModule()).reviewList(contextOf(command.optsWithGlobals()), organization);
    });
  withRegistry(review.command('show').description('show a review, and what was decided about each access token'))
    .argument('<organization>')
    .argument('<id>', 'as shown by `review list`')
    .addOption(new Option('--decision <decision>').choices(['undecided', 'keep', 'block', 'gone']))
    .action(async (organization: string, id: string, { decision }: ItemFilter, command: Command) => {
      const filter = decision === undefined ? {} : { decision };
      await (await reviewModule()).reviewShow(contextOf(command.optsWithGlobals()), { organization, id }, filter);
    });
}
