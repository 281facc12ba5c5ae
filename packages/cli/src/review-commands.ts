import { type Command, Option } from 'commander';
import type { ContextOf } from './commands/command-context.ts';
import type { EvidenceOptions } from './commands/review-evidence.ts';
import type { ItemFilter } from './server/review-api.ts';
import { withRegistry } from './token-commands.ts';

const reviewModule = () => import('./commands/review.ts');

interface ShowOptions extends Pick<ItemFilter, 'decision' | 'finding'> {
  readonly holder?: string;
  readonly mine?: boolean;
}

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
    .addOption(new Option('--decision <decision>', 'only these').choices(['undecided', 'keep', 'block', 'gone']))
    .option('--finding <finding>', 'only those with this finding, for example unused')
    .option('--holder <name>', "only those with this in their holder's name")
    .option('--mine', 'only those that you are asked about')
    .action(async (organization: string, id: string, options: ShowOptions, command: Command) => {
      const { decision, finding, holder: search, mine } = options;
      const filter: ItemFilter = {
        ...(decision !== undefined && { decision }),
        ...(finding !== undefined && { finding }),
        ...(search !== undefined && { search }),
        ...(mine && { mine: 'true' }),
      };
      await (await reviewModule()).reviewShow(contextOf(command.optsWithGlobals()), { organization, id }, filter);
    });
  withRegistry(review.command('evidence').description('download the signed file of a closed review'))
    .argument('<organization>')
    .argument('<id>', 'as shown by `review list`')
    .option('-o, --output <file>', 'where to write it; standard output when left out')
    .option('--html', 'a page to print, instead of the signed file')
    .action(async (organization: string, id: string, options: EvidenceOptions, command: Command) => {
      const { reviewEvidence } = await import('./commands/review-evidence.ts');
      await reviewEvidence(contextOf(command.optsWithGlobals()), { organization, id }, options);
    });
}
