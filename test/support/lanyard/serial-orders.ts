import type { Answer } from './browser.ts';

/** Acts that can happen at the same moment. Each trial has a new world. */
export interface Parallel<World> {
  readonly acts: Readonly<Record<string, (world: World) => Promise<Answer>>>;
  makeWorld(): Promise<World>;
  /** The complete final state with the events, as text that is the same for every world. */
  stateOf(world: World): Promise<string>;
  /** How many times each pair is tried at once. */
  readonly rounds: number;
}

/** The result of the pair, if neither order of the two acts has the same result (R50). Undefined if one has. */
export async function violationOf<World>(
  parallel: Parallel<World>,
  first: string,
  second: string,
): Promise<string | undefined> {
  const { acts, makeWorld, stateOf, rounds } = parallel;
  const statusOf = async (name: string, world: World) => (await acts[name]?.(world))?.status;
  const outcome = async (work: (world: World) => Promise<readonly unknown[]>) => {
    const world = await makeWorld();
    const statuses = await work(world);
    return `${statuses.join(' ')}\n${await stateOf(world)}`;
  };
  const inOrder = await outcome(async (world) => {
    const status = await statusOf(first, world);
    return [status, await statusOf(second, world)];
  });
  let turned: string | undefined;
  for (let round = 0; round < rounds; round += 1) {
    const atOnce = await outcome((world) => Promise.all([statusOf(first, world), statusOf(second, world)]));
    if (atOnce === inOrder) continue;
    turned ??= await outcome(async (world) => {
      const status = await statusOf(second, world);
      return [await statusOf(first, world), status];
    });
    if (atOnce !== turned) return `${first} | ${second}\n${differences(atOnce, inOrder)}`;
  }
  return undefined;
}

/** For the pairs of this act with each of the others. */
export async function violationsOf<World>(
  parallel: Parallel<World>,
  first: string,
  others: readonly string[],
): Promise<string> {
  const found: string[] = [];
  for (const second of others) found.push((await violationOf(parallel, first, second)) ?? '');
  return found.filter((one) => one !== '').join('\n\n');
}

/** The lines that only one of the two has. */
function differences(found: string, expected: string): string {
  const [here, there] = [found.split('\n'), expected.split('\n')];
  const only = (lines: readonly string[], others: readonly string[]) => lines.filter((line) => !others.includes(line));
  return [...only(here, there).map((line) => `+ ${line}`), ...only(there, here).map((line) => `- ${line}`)].join('\n');
}
