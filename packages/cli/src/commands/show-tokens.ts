import { printable } from '../printable.ts';
import type { TokenView } from '../server/token-api.ts';
import { table, tabSeparated } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { grantText } from './parse-grant.ts';

const HEADING = ['id', 'description', 'source', 'status', 'created', 'last used', 'expires', 'may'];
const SHORT_ID_LENGTH = 8;

/** A table on a terminal; for programs whole ids and whole times, apart by tabs. */
export function tokenList(tokens: readonly TokenView[], terminal: Terminal): string {
  if (!terminal.showsTables) return tabSeparated(tokens.map((token) => row(token, (time) => time, token.id)));
  if (tokens.length === 0) return 'no access tokens\n';
  const day = (time: string) => time.slice(0, 10);
  return table(
    HEADING,
    tokens.map((token) => row(token, day, token.id.slice(0, SHORT_ID_LENGTH))),
    terminal.columns,
  );
}

export function tokenFacts(token: TokenView): readonly (readonly [string, string])[] {
  const { id, description, origin, status, createdAt, createdFrom, expiresAt, lastUsed } = token;
  const from = ({ address, client }: { readonly address: string; readonly client: string }) =>
    printable(`from ${address} by ${client || 'an unnamed client'}`);
  return [
    ['id', id],
    ['description', printable(description)],
    ['source', sourceText(origin)],
    ['status', status],
    [
      'may',
      token.grants
        .map(grantText)
        .map((text) => printable(text))
        .join(' '),
    ],
    ['created', `${createdAt} ${from(createdFrom)}`],
    ['last used', lastUsed ? `${lastUsed.at} ${from(lastUsed)}` : 'never'],
    ['expires', expiresAt ?? 'never'],
  ];
}

function row(token: TokenView, time: (text: string) => string, id: string): readonly string[] {
  const { description, origin, status, createdAt, lastUsed, expiresAt, grants } = token;
  const used = lastUsed ? time(lastUsed.at) : 'never';
  const expires = expiresAt === null ? 'never' : time(expiresAt);
  const may = printable(grants.map(grantText).join(' '));
  return [id, printable(description, 40), sourceText(origin), status, time(createdAt), used, expires, may];
}

function sourceText(origin: TokenView['origin']): string {
  return origin === 'auto' ? 'auto-generated' : 'manual';
}
