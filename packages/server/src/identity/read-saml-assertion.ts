import { z } from 'zod';
import { checkSamlIssuer } from './check-saml-response.ts';
import type { ProvenIdentity, ProviderSession, SamlConnection } from './identity-provider.ts';
import type { XmlElement } from './parse-saml-xml.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { earliestInstant, requireBegun, requireNotOver, requireSince } from './saml-time.ts';
import {
  attributeOf,
  childrenOf,
  isElement,
  NAME_ID_FORMAT,
  NAMESPACE,
  onlyChild,
  requireAttribute,
  textOf,
} from './saml-xml.ts';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
/** SAML core, 2.5.1: with an unknown condition, the assertion's validity is unknown too. */
const CONDITIONS: readonly string[] = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction'];
const MAXIMUM_SUBJECT = 256;
/** The longest time that the answer to a request can take. */
const ASKED_AGAIN_MILLISECONDS = 600_000;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** When the answer arrived, and whether the person had to authenticate again. */
export interface Asked {
  readonly now: number;
  readonly again: boolean;
}

/**
 * Reads a signed assertion, after checking that it is for this request, audience and address, and that its times are
 * valid. Errors: SamlFault.
 */
export function readSamlAssertion(
  assertion: XmlElement,
  connection: SamlConnection,
  requestId: string,
  { now, again }: Asked,
): ProvenIdentity {
  if (!isElement(assertion, NAMESPACE.assertion, 'Assertion')) throw new SamlFault('what is signed is no Assertion');
  requireAttribute(assertion, 'Version', '2.0');
  requireBegun(assertion, 'IssueInstant', now);
  checkSamlIssuer(onlyChild(assertion, NAMESPACE.assertion, 'Issuer'), connection);
  checkConditions(onlyChild(assertion, NAMESPACE.assertion, 'Conditions'), connection, now);
  const statements = childrenOf(assertion, NAMESPACE.assertion, 'AuthnStatement');
  checkStatements(statements, now);
  if (again) checkAskedAgain(statements, now);
  const subject = onlyChild(assertion, NAMESPACE.assertion, 'Subject');
  checkConfirmation(subject, connection, requestId, now);
  const nameId = onlyChild(subject, NAMESPACE.assertion, 'NameID');
  const { email, groups } = samlAttributes(assertion, connection);
  return {
    issuer: connection.entityId,
    subject: subjectOf(nameId),
    email: isUnverified(assertion) ? undefined : (email ?? emailOf(emailIn(nameId))),
    groups,
    refreshToken: undefined,
    authenticatedAt: earliestInstant(statements, 'AuthnInstant'),
    session: sessionOf(nameId, statements),
  };
}

/** Every restriction must name us, because they narrow each other (SAML core, 2.5.1.4). */
function checkConditions(conditions: XmlElement, connection: SamlConnection, now: number): void {
  requireBegun(conditions, 'NotBefore', now);
  requireNotOver(conditions, 'NotOnOrAfter', now);
  const unknown = conditions.children.find(
    ({ namespace, name }) => namespace !== NAMESPACE.assertion || !CONDITIONS.includes(name),
  );
  if (unknown !== undefined) throw new SamlFault(`the condition ${quoted(unknown.name)}`);
  const restrictions = childrenOf(conditions, NAMESPACE.assertion, 'AudienceRestriction');
  if (restrictions.length === 0) throw new SamlFault('no AudienceRestriction');
  for (const restriction of restrictions) {
    const audiences = childrenOf(restriction, NAMESPACE.assertion, 'Audience').map(textOf);
    if (!audiences.includes(connection.audience)) throw new SamlFault(`audience ${quoted(audiences.join(', '))}`);
  }
}

function checkStatements(statements: readonly XmlElement[], now: number): void {
  if (statements.length === 0) throw new SamlFault('no AuthnStatement');
  for (const statement of statements) {
    requireBegun(statement, 'AuthnInstant', now);
    requireNotOver(statement, 'SessionNotOnOrAfter', now);
  }
}

/**
 * Whether the provider really asked the person. An old session at the provider is not enough for a fresh sign-in (R34).
 */
function checkAskedAgain(statements: readonly XmlElement[], now: number): void {
  for (const statement of statements) requireSince(statement, 'AuthnInstant', now - ASKED_AGAIN_MILLISECONDS);
}

/** SAML profiles, 4.1.4.2. Stricter: there must be exactly one confirmation, because providers send one. */
function checkConfirmation(subject: XmlElement, connection: SamlConnection, requestId: string, now: number): void {
  const confirmation = onlyChild(subject, NAMESPACE.assertion, 'SubjectConfirmation');
  requireAttribute(confirmation, 'Method', BEARER);
  const data = onlyChild(confirmation, NAMESPACE.assertion, 'SubjectConfirmationData');
  requireAttribute(data, 'InResponseTo', requestId);
  requireAttribute(data, 'Recipient', connection.consumerUrl);
  if (attributeOf(data, 'NotOnOrAfter') === undefined) throw new SamlFault('a confirmation without end');
  requireBegun(data, 'NotBefore', now);
  requireNotOver(data, 'NotOnOrAfter', now);
}

/** A transient name is different at every sign-in, so it cannot identify anybody. */
function subjectOf(nameId: XmlElement): string {
  if (attributeOf(nameId, 'Format') === NAME_ID_FORMAT.transient) throw new SamlFault('a transient NameID');
  const subject = textOf(nameId);
  if (subject.trim() === '') throw new SamlFault('an empty NameID');
  if (subject.length > MAXIMUM_SUBJECT) throw new SamlFault(`a NameID of more than ${MAXIMUM_SUBJECT} characters`);
  if (CONTROL_CHARACTER.test(subject)) throw new SamlFault('a NameID with control characters');
  return subject;
}

/** Longer than any that providers send. One that is left out is unknown, and then any session of the person matches. */
const MAXIMUM_QUALIFIER = 1024;

function sessionOf(nameId: XmlElement, statements: readonly XmlElement[]): ProviderSession {
  const short = (value: string | undefined) =>
    value === undefined || value === '' || value.length > MAXIMUM_QUALIFIER ? undefined : value;
  const [sessionIndex] = statements.flatMap((statement) => short(attributeOf(statement, 'SessionIndex')) ?? []);
  return {
    nameId: textOf(nameId),
    nameIdFormat: short(attributeOf(nameId, 'Format')),
    nameQualifier: short(attributeOf(nameId, 'NameQualifier')),
    spNameQualifier: short(attributeOf(nameId, 'SPNameQualifier')),
    sessionIndex,
  };
}

function emailIn(nameId: XmlElement): string | undefined {
  return attributeOf(nameId, 'Format') === NAME_ID_FORMAT.emailAddress ? textOf(nameId) : undefined;
}

const MAXIMUM_GROUPS = 500;
const MAXIMUM_GROUP_NAME = 200;
const emailAddress = z.email().max(254);

/** Errors: SamlFault if there are too many groups, or if a name is too long, to keep all of them. */
export function samlAttributes(
  assertion: XmlElement,
  connection: SamlConnection,
): Pick<ProvenIdentity, 'email' | 'groups'> {
  const [email] = valuesOf(assertion, connection.emailAttribute) ?? [];
  return { email: emailOf(email), groups: groupsOf(valuesOf(assertion, connection.groupsAttribute)) };
}

/** The names that products use for this, following OpenID Connect. SAML itself has none. */
const VERIFIED: readonly string[] = ['email_verified', 'emailVerified'];

/** If the provider says that nobody has verified the address, anybody may have typed it (R26). */
function isUnverified(assertion: XmlElement): boolean {
  const said = VERIFIED.flatMap((name) => valuesOf(assertion, name) ?? []);
  return said.some((value) => !['true', '1'].includes(value.trim().toLowerCase()));
}

export function emailOf(text: string | undefined): string | undefined {
  return emailAddress.safeParse(text?.trim().toLowerCase()).data;
}

/** The values of all attributes with this exact name. Undefined if there is none. */
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
