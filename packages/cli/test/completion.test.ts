import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../src/commands/completion-script.ts';
import { createProgram } from '../src/program.ts';
import { testContext } from './test-context.ts';

const program = createProgram(() => testContext());
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash offers after these words. */
function bashOffers(...words: readonly string[]): readonly string[] {
  const line = ['lanyard', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${completionScript(program, 'bash')}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _lanyard; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe.runIf(has('bash'))('the completion of bash', () => {
  it('offers commands, subcommands, options and choices', () => {
    expect(bashOffers('log')).toEqual(['login', 'logout']);
    expect(bashOffers('token', 'de')).toEqual(['deactivate']);
    expect(bashOffers('token', '--json', 'ls', '--st')).toEqual(['--status']);
    expect(bashOffers('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
    expect(bashOffers('login', '--')).toEqual(expect.arrayContaining(['--no-browser', '--qr', '--json', '--help']));
  });
});

it.each(['bash', 'zsh', 'fish'] as const)('the script for %s knows every command', (shell) => {
  const script = completionScript(program, shell);
  for (const { commands } of [program, ...program.commands]) {
    for (const command of commands) expect(script).toContain(command.name());
  }
});

describe.each(['zsh', 'fish'] as const)('the script for %s', (shell) => {
  it.runIf(has(shell))('is read by it without complaint', () => {
    const { status, stderr } = spawnSync(shell, ['-n'], { input: completionScript(program, shell), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
