import {
  DeleteQueryNode,
  InsertQueryNode,
  type KyselyPlugin,
  type OperationNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type RootOperationNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
} from 'kysely';
import type { Schema } from './schema.ts';

/** Tables whose changes need no audit event, each with the reason. All other tables are audited. */
const BOOKKEEPING = {
  schemaSteps: 'only migrations write it',
  auditEvents: 'an event gets its place in the log; its change had it already',
  auditHead: 'the end of the log itself',
  auditTree: 'the tree over the log itself, and its signed head',
  auditTiles: 'the same',
  signingKeys: 'the server makes a key where there is none; nobody asks for it',
  deviceCodes: 'a code that waits, and its polls; the decision and the login have their events',
  codeGuesses: 'counts wrong codes for some minutes',
  setupCodes: 'a code that waits; issuing it and the account that comes of it have their events',
  passwordResets: 'a code that waits; asking for it and the new password have their events',
  flowStates: 'what is kept between two steps; the sign-in or the factor that comes of it has its event',
  throttle: 'counts tries for some time',
  knownSources: 'where the last sign-ins came from; each sign-in has its event',
  scimWaitingMembers: 'who waits to be a member; the membership of the team that comes of it has its event',
  notices: 'what waits to be told; the change that it tells has its event',
  toldApprovals: 'when owners were told what waits; what they say of it has events of its own',
  toldStops: 'who was told of what stops; what stops it has events of its own',
  toldStopRounds: 'the same for owners',
  toldExpiries: 'up to when expiry was told; what expires has events of its own',
  tokenUsage: 'a use is no change, and is listed beside its token',
  namespaceUses: 'the last use in each namespace, for the access review of its owners',
  passwordUses: 'a use is no change; owners see who would be stopped',
  passages: 'what passed the gate is a record of its own, beside the repository and the token',
  tagClaims: 'which push sets a tag now; what passes is in the record of the gate',
  passageDays: 'what is left of it after some time',
  registryConnections: 'how far the server has read; connecting a registry has its event',
  imageHints: 'where the server looks next',
  images: 'what a registry was found to hold; what follows from a verdict has its events',
  imageTags: 'part of that',
  imageChildren: 'part of that',
  imageLayers: 'part of that',
  layers: 'what scans said, and which are due',
  imageRechecks: 'which images the server looks at next; the changed rule or acceptance has its event',
  vulnerabilityScans: 'what scans said, and which are due',
  vulnerabilityReports: 'part of that',
  sboms: 'part of that',
  scanEngines: 'what the server found out about its scanner',
} as const satisfies Partial<Record<keyof Schema, string>>;

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const UNAUDITED: ReadonlySet<string> = new Set(Object.keys(BOOKKEEPING).map(snakeCase));

/**
 * Observes the statements of one transaction. A change without an audit event is a programming error. Then the use case
 * fails, instead of leaving no trace.
 */
export class AuditWatch implements KyselyPlugin {
  readonly #changing = new WeakMap<object, string>();
  readonly #changed = new Set<string>();

  transformQuery({ node, queryId }: PluginTransformQueryArgs) {
    const table = changedTable(node);
    if (table !== undefined) this.#changing.set(queryId, table);
    return node;
  }

  async transformResult({ result, queryId }: PluginTransformResultArgs) {
    const table = this.#changing.get(queryId);
    // With `returning`, SQLite returns no count, but the rows.
    const isChanged = Number(result.numAffectedRows ?? result.rows.length) > 0;
    if (table !== undefined && isChanged) this.#changed.add(table);
    return result;
  }

  /** Throws if rows of an audited table were changed and no event was appended. */
  requireEvent(): void {
    if (this.#changed.has('audit_waiting')) return;
    const silent = [...this.#changed].filter((table) => !UNAUDITED.has(table));
    if (silent.length === 0) return;
    throw new Error(`this transaction changed ${silent.join(', ')} and appended no audit event`);
  }
}

/** Undefined for a statement that only reads. Any other form is refused, because it could change any table. */
function changedTable(node: RootOperationNode): string | undefined {
  if ('with' in node && node.with !== undefined) throw new Error('a common table expression may change any table');
  if (SelectQueryNode.is(node)) return undefined;
  if (InsertQueryNode.is(node)) return nameOf(node.into);
  if (UpdateQueryNode.is(node)) return nameOf(node.table);
  if (DeleteQueryNode.is(node)) return nameOf(node.from.froms[0]);
  throw new Error(`a statement of the form ${node.kind} may change any table`);
}

function nameOf(node: OperationNode | undefined): string {
  if (node === undefined || !TableNode.is(node)) throw new Error('a statement must name the table that it changes');
  return node.table.identifier.name;
}
