import type { XmlElement } from './parse-saml-xml.ts';
import { quoted, SamlFault } from './saml-fault.ts';
import { attributeOf } from './saml-xml.ts';

/** How much the provider's clock can differ from ours. */
const SKEW_MILLISECONDS = 60_000;
/** SAML core, 1.3.3: the time must be in UTC and say so. */
const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?)(?:(?<=\.\d{3})\d+)?Z$/;

/** Errors: SamlFault if the attribute's time is in the future. */
export function requireBegun(element: XmlElement, name: string, now: number): void {
  const instant = instantOf(element, name);
  if (instant !== undefined && now + SKEW_MILLISECONDS < instant) throw fault('not yet valid', element, name);
}

/** Errors: SamlFault if the attribute's time has passed. */
export function requireNotOver(element: XmlElement, name: string, now: number): void {
  const instant = instantOf(element, name);
  if (instant !== undefined && now - SKEW_MILLISECONDS >= instant) throw fault('expired', element, name);
}

/** Errors: SamlFault if the attribute's time is missing or before the given one. */
export function requireSince(element: XmlElement, name: string, earliest: number): void {
  const instant = instantOf(element, name);
  if (instant !== undefined && instant + SKEW_MILLISECONDS >= earliest) return;
  throw fault('too long ago', element, name);
}

/**
 * In milliseconds since the epoch. Undefined if no element has the attribute. Errors: SamlFault if a value is not a
 * time.
 */
export function earliestInstant(elements: readonly XmlElement[], name: string): number | undefined {
  const instants = elements.map((element) => instantOf(element, name)).filter((instant) => instant !== undefined);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

function instantOf(element: XmlElement, name: string): number | undefined {
  const text = attributeOf(element, name);
  if (text === undefined) return undefined;
  const instant = Date.parse(`${INSTANT.exec(text)?.[1]}Z`);
  if (Number.isNaN(instant)) throw new SamlFault(`${name} of ${element.name} is no instant: ${quoted(text)}`);
  return instant;
}

function fault(what: string, element: XmlElement, name: string): SamlFault {
  return new SamlFault(`${what}: ${name} of ${element.name} is ${quoted(attributeOf(element, name) ?? '')}`);
}
