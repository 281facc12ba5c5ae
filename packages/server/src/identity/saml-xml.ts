import type { XmlElement } from './parse-saml-xml.ts';
import { quoted, SamlFault } from './saml-fault.ts';

export const NAMESPACE = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  metadata: 'urn:oasis:names:tc:SAML:2.0:metadata',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
  encryption: 'http://www.w3.org/2001/04/xmlenc#',
  encryption11: 'http://www.w3.org/2009/xmlenc11#',
  exclusiveCanonicalization: 'http://www.w3.org/2001/10/xml-exc-c14n#',
} as const;

export const NAME_ID_FORMAT = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
} as const;

type Namespace = (typeof NAMESPACE)[keyof typeof NAMESPACE];

export function isElement(element: XmlElement, namespace: Namespace, name: string): boolean {
  return element.namespace === namespace && element.name === name;
}

export function childrenOf(parent: XmlElement, namespace: Namespace, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => isElement(child, namespace, name));
}

/** Undefined if there is none. Errors: SamlFault if there are several. */
export function optionalChild(parent: XmlElement, namespace: Namespace, name: string): XmlElement | undefined {
  const [child, ...others] = childrenOf(parent, namespace, name);
  if (others.length > 0) throw new SamlFault(`more than one ${name} in ${quoted(parent.name)}`);
  return child;
}

export function onlyChild(parent: XmlElement, namespace: Namespace, name: string): XmlElement {
  const child = optionalChild(parent, namespace, name);
  if (child === undefined) throw new SamlFault(`no ${name} in ${quoted(parent.name)}`);
  return child;
}

/** The value of an attribute without a namespace. SAML's own attributes have none. */
export function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute.namespace === '' && attribute.name === name)?.value;
}

/** Errors: SamlFault if the element contains anything except text. */
export function textOf(element: XmlElement): string {
  if (element.children.length > 0) throw new SamlFault(`${quoted(element.name)} holds more than text`);
  return element.text;
}

/** The element and everything in it. */
export function everyElement(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(everyElement)];
}

/** Errors: SamlFault, with both values, if an attribute is not exactly this. */
export function requireAttribute(element: XmlElement, name: string, expected: string): void {
  const value = attributeOf(element, name);
  if (value === undefined) throw new SamlFault(`${element.name} without ${name}`);
  if (value !== expected) throw new SamlFault(`${name} of ${element.name} is ${quoted(value)}`);
}
