import { type ZodType, z } from 'zod';

/** The parts of JSON Schema that the API uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly additionalProperties?: boolean | JsonSchema;
}

export function jsonSchemaOf(schema: ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

/** The type in words, with its limits. */
export function typeOf(schema: JsonSchema): string {
  const { type, items, format } = schema;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(' or ');
  if (schema.enum)
    return schema.enum.length > 8 ? 'string' : schema.enum.map((one) => JSON.stringify(one)).join(' or ');
  if (type === 'array') return items ? `list of ${typeOf(items)}` : 'list';
  if (format === 'date-time') return 'time (RFC 3339)';
  return [type ?? 'any', limitsOf(schema)].filter(Boolean).join(', ');
}

function limitsOf({ minimum, maximum, minLength, maxLength }: JsonSchema): string {
  const isLarge = (value: number | undefined) => value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER;
  if (minLength !== undefined && maxLength !== undefined) return `${minLength} to ${maxLength} characters`;
  if (maxLength !== undefined) return `at most ${maxLength} characters`;
  if (!isLarge(minimum) && !isLarge(maximum)) return `${minimum} to ${maximum}`;
  if (!isLarge(minimum) && minimum !== 0) return `at least ${minimum}`;
  return isLarge(maximum) ? '' : `at most ${maximum}`;
}

const EXAMPLES: Readonly<Record<string, unknown>> = {
  id: 'f3b7c1d2-5a64-4e0b-9c1f-2d8e6a7b9c10',
  organization: 'acme',
  account: 'grace',
  team: 'builders',
  owner: 'ada',
  email: 'grace@example.com',
  description: 'nightly build',
  pattern: 'acme/app',
  repository: 'acme/app',
  host: 'registry.example.com',
  url: 'https://hooks.example.com/lanyard',
  digest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  tag: 'v1',
  address: '192.0.2.7',
  secret: 'lyd_pat_…',
  token: 'lyd_pat_…',
  password: '…',
  code: '123456',
  search: 'build',
};

/** A value that fits the schema, as people would send or get it. */
export function exampleOf(schema: JsonSchema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices?.[0]) return exampleOf(choices[0], name);
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([field, one]) => [field, exampleOf(one, field)]));
  }
  if (schema.type === 'array') return schema.items ? [exampleOf(schema.items, name.replace(/s$/, ''))] : [];
  return exampleOfValue(schema, name);
}

function exampleOfValue({ type, format, minimum }: JsonSchema, name: string): unknown {
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return Math.max(minimum ?? 1, 1);
  if (type === 'null') return null;
  if (type === 'object') return {};
  if (format === 'date-time' || /(At|since|until)$/.test(name)) return '2026-09-01T08:30:00.000Z';
  return EXAMPLES[name] ?? (name === '' ? 'text' : name);
}
