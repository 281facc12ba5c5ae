import type { Command } from 'commander';

interface Words {
  /** The commands before it, for example `lanyard token`. */
  readonly path: string;
  readonly candidates: readonly Candidate[];
}

interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** Made from the command tree, so that it always matches the commands. */
export function completionScript(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  const words = wordsOf(program, [program.name()]);
  return { bash, zsh, fish }[shell](program.name(), words);
}

function wordsOf(command: Command, path: readonly string[]): readonly Words[] {
  const subcommands = command.commands.map((sub) => ({ word: sub.name(), description: sub.description() }));
  const options = command
    .createHelp()
    .visibleOptions(command)
    .concat(command.createHelp().visibleGlobalOptions(command));
  const flags = options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  const candidates = [...subcommands, ...choices.map((word) => ({ word, description: '' })), ...flags];
  const own = { path: path.join(' '), candidates };
  return [own, ...command.commands.flatMap((sub) => wordsOf(sub, [...path, sub.name()]))];
}

/** Offers the words of the longest path of commands that was typed so far. */
function bash(name: string, words: readonly Words[]): string {
  return `# bash completion for ${name}; use: source <(${name} completion bash)
_${name}() {
  local path=${name} words word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${words
  .slice(1)
  .map(({ path }) => `      '${path}') path='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$path" in
${words.map(({ path, candidates }) => `    '${path}') words='${candidates.map(({ word }) => word).join(' ')}' ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _${name} ${name}
`;
}

function zsh(name: string, words: readonly Words[]): string {
  const described = ({ word, description }: Candidate) => quoted(`${word}:${description.replaceAll(':', ' ')}`);
  return `#compdef ${name}
# zsh completion for ${name}; use: source <(${name} completion zsh)
_${name}() {
  local at=${name} word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
${words
  .slice(1)
  .map(({ path }) => `      '${path}') at='${path}' ;;`)
  .join('\n')}
    esac
  done
  case "$at" in
${words.map(({ path, candidates }) => `    '${path}') candidates=(${candidates.map(described).join(' ')}) ;;`).join('\n')}
  esac
  _describe '${name}' candidates
}
compdef _${name} ${name}
`;
}

function fish(name: string, words: readonly Words[]): string {
  const lines = words.flatMap(({ path, candidates }) =>
    candidates.map(
      ({ word, description }) =>
        `complete -c ${name} -f -n '_${name}_at "${path}"' -a '${word}' -d ${quoted(description)}`,
    ),
  );
  return `# fish completion for ${name}; use: ${name} completion fish | source
function _${name}_at
  set -l at ${name}
  for word in (commandline -opc)[2..]
    switch "$at $word"
${words
  .slice(1)
  .map(({ path }) => `      case '${path}'\n        set at '${path}'`)
  .join('\n')}
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", '')}'`;
}
