import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../src/commands/completion-script.ts';
import { createProgram } from '../src/program.ts';
import { testContext } from './test-context.ts';

const program = createProgram(() => testContext());
/** In CI no shell may be left out, so a missing one makes the test fail. */
const has = (shell: string) => process.env.CI === 'true' || spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash offers after these words. */
function bashOffers(...words: readonly string[]): readonly string[] {
  const line = ['lanyard', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${completionScript(program, 'bash')}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _lanyard; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

describe.runIf(has('bash'))('the bash completion', () => {
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
  it.runIf(has(shell))('has no syntax error', () => {
    withScript(shell, (file) => {
      const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  });
});

it.runIf(has('fish'))('the fish completion offers commands and subcommands', () => {
  withScript('fish', (file) => {
    const offers = (line: string) =>
      execFileSync('fish', ['--no-config', '-c', `source ${file}; complete -C '${line}'`], { encoding: 'utf8' });
    expect(offers('lanyard log')).toMatch(/login[\s\S]*logout/);
    expect(offers('lanyard token de')).toContain('deactivate');
  });
});

/** Not through standard input, because fish reads that only from a terminal or a file. */
function withScript(shell: 'zsh' | 'fish', use: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'lanyard-completion-'));
  const file = join(folder, 'script');
  writeFileSync(file, completionScript(program, shell));
  try {
    use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
