/** Only the part of the parser that is used. The package's own types would add the browser's globals to the server. */
declare module '@xmldom/xmldom/lib/index.js' {
  export interface XmlNode {
    readonly nodeType: number;
    readonly namespaceURI?: string | null;
    readonly localName?: string | null;
    readonly nodeValue: string | null;
    readonly childNodes?: ArrayLike<XmlNode> | null;
    readonly attributes?: ArrayLike<XmlNode> | null;
  }

  export class DOMParser {
    constructor(options: { readonly errorHandler: (level: string, message: string) => unknown });
    parseFromString(xml: string, type: 'text/xml'): { readonly documentElement: XmlNode | null } | undefined;
  }
}
