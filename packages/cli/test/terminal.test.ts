import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { tokenCreate } from '../src/commands/token.ts';
import { openTerminal } from '../src/terminal.ts';
import { testContext } from './test-context.ts';

/** A terminal whose keyboard is a stream. */
function terminal() {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const opened = openTerminal({ stdin: keyboard, stdout: screen, stderr: screen } as never);
  return { keyboard, opened };
}

const NOBODY = { exitCode: 1, message: 'standard input ended before the answer' };

it('returns what a person types, and accepts only y or yes as consent', async () => {
  const { keyboard, opened } = terminal();
  const name = opened.ask('What is it for?');
  keyboard.write('  CI of app \r');
  expect(await name).toBe('CI of app');
  for (const [answer, isYes] of [
    ['yes', true],
    ['', false],
  ] as const) {
    const said = opened.confirm('Delete them?');
    keyboard.write(`${answer}\r`);
    expect(await said).toBe(isYes);
  }
});

it.each([
  ['the input ends', (keyboard: PassThrough) => keyboard.end(), NOBODY],
  ['somebody presses Ctrl-D', (keyboard: PassThrough) => keyboard.write('\x04'), NOBODY],
  ['somebody presses Ctrl-C', (keyboard: PassThrough) => keyboard.write('\x03'), { exitCode: 130 }],
])('fails and says why if %s before the answer, for each kind of question', async (_when, leave, error) => {
  for (const question of ['ask', 'confirm'] as const) {
    const { keyboard, opened } = terminal();
    const answer = opened[question]('Delete them?');
    leave(keyboard);
    await expect(answer).rejects.toMatchObject(error);
  }
});

it('fails if the input ended before the question, and does not ask again forever', async () => {
  const { keyboard, opened } = terminal();
  keyboard.end().resume();
  await new Promise((resolve) => keyboard.once('end', resolve));
  await expect(opened.ask('What is it for?')).rejects.toMatchObject(NOBODY);
  const context = testContext();
  const asking = { ...context, terminal: { ...context.terminal, isInteractive: true, ask: opened.ask } };
  await expect(tokenCreate(asking, undefined, {})).rejects.toMatchObject(NOBODY);
});
