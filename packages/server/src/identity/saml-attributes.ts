import { z } from 'zod';
import type { XmlElement } from './parse-saml-xml.ts';
import type { ProvenIdentity } from './proven-identity.ts';
import type { SamlConnection } from './saml-connection.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { attributeOf, childrenOf, NAMESPACE, textOf } from './saml-xml.ts';

const MAXIMUM_GROUPS = 500;
const MAXIMUM_GROUP_NAME = 200;
const emailAddress = z.email().max(254);

/** Errors: SamlFault where the groups are too many or too long to be kept whole. */
export function samlAttributes(
  assertion: XmlElement,
  connection: SamlConnection,
): Pick<ProvenIdentity, 'email' | 'groups'> {
  const [email] = valuesOf(assertion, connection.emailAttribute) ?? [];
  return { email: emailOf(email), groups: groupsOf(valuesOf(assertion, connection.groupsAttribute)) };
}

/** SAML has no word for whether an address is verified: what a provider says counts as what the provider says. */
export function emailOf(text: string | undefined): string | undefined {
  return emailAddress.safeParse(text?.trim().toLowerCase()).data;
}

/** Of all attributes with this exact name; undefined where there is none. */
function valuesOf(assertion: XmlElement, name: string): readonly string[] | undefined {
  const attributes = childrenOf(assertion, NAMESPACE.assertion, 'AttributeStatement')
    .flatMap((statement) => childrenOf(statement, NAMESPACE.assertion, 'Attribute'))
    .filter((attribute) => attributeOf(attribute, 'Name') === name);
  if (attributes.length === 0) return undefined;
  return attributes
    .flatMap((attribute) => childrenOf(attribute, NAMESPACE.assertion, 'AttributeValue'))
    .map(textOf)
    .filter((value) => value.trim() !== '');
}

function groupsOf(names: readonly string[] | undefined): readonly string[] | undefined {
  if (names === undefined) return undefined;
  const groups = [...new Set(names)];
  if (groups.length > MAXIMUM_GROUPS) throw new SamlFault(`more than ${MAXIMUM_GROUPS} groups`);
  const long = groups.find((group) => group.length > MAXIMUM_GROUP_NAME);
  if (long !== undefined) throw new SamlFault(`a group of more than ${MAXIMUM_GROUP_NAME} characters: ${quoted(long)}`);
  return groups;
}
