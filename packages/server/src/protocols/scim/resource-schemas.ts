import type { ResourceSchema, SchemaAttribute } from './discovery-body.ts';
import { GROUP_SCHEMA, USER_SCHEMA } from './scim-schema.ts';

type PlainAttribute = Omit<SchemaAttribute, 'subAttributes'>;

/** RFC 7643, section 2.2: the defaults of an attribute. */
function attribute(name: string, description: string, changes: Partial<PlainAttribute> = {}): PlainAttribute {
  return {
    name,
    type: 'string',
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...changes,
  };
}

function list(
  name: string,
  description: string,
  subAttributes: PlainAttribute[],
  changes: Partial<PlainAttribute> = {},
): SchemaAttribute {
  return { ...attribute(name, description, { type: 'complex', multiValued: true, ...changes }), subAttributes };
}

const readOnly = { mutability: 'readOnly' } as const;
const reference = (name: string, to: string) =>
  attribute('$ref', `The address of the ${name}`, {
    ...readOnly,
    type: 'reference',
    caseExact: true,
    referenceTypes: [to],
  });

const userAttributes: SchemaAttribute[] = [
  attribute('userName', 'What the directory calls the user', { required: true, uniqueness: 'server' }),
  attribute('nickName', "The account's name: its namespace", { ...readOnly, uniqueness: 'global' }),
  list(
    'emails',
    'The one e-mail address, in a domain that the organization has proven; it is given once',
    [
      attribute('value', 'The address', { mutability: 'immutable' }),
      attribute('type', 'Always work', readOnly),
      attribute('primary', 'Always true in answers; of several that are sent, the primary one counts', {
        type: 'boolean',
        mutability: 'immutable',
      }),
    ],
    { mutability: 'immutable' },
  ),
  attribute('active', 'False ends all access at once', { type: 'boolean' }),
  list(
    'groups',
    "The directory's groups that the user is in",
    [
      attribute('value', 'The id of the group', { ...readOnly, caseExact: true }),
      attribute('display', 'The displayName of the group', readOnly),
      attribute('type', 'Always direct', readOnly),
      reference('group', 'Group'),
    ],
    readOnly,
  ),
];

const groupAttributes: SchemaAttribute[] = [
  attribute('displayName', 'What the directory calls the group', { required: true, uniqueness: 'server' }),
  list('members', 'Users that the directory provisioned', [
    attribute('value', 'The id of the user', { mutability: 'immutable', caseExact: true }),
    attribute('display', 'The userName', readOnly),
    attribute('type', 'Always User', readOnly),
    reference('user', 'User'),
  ]),
];

/** All attributes of a resource that are read or shown. Every resource also has `id`, `externalId` and `meta`. */
export const RESOURCE_SCHEMAS: readonly ResourceSchema[] = [
  { id: USER_SCHEMA, name: 'User', description: 'An account', attributes: userAttributes },
  { id: GROUP_SCHEMA, name: 'Group', description: 'A team', attributes: groupAttributes },
];
