const MAXIMUM_LENGTH = 300;
const SHAPE = /^(?:https?:\/\/)?(\[[0-9a-f:.]+\]|[0-9a-z.-]+)(?::([1-9][0-9]{0,4}))?(?:\/|\/v[12]\/?)?$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/;
const LABEL = /^[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?$/;
/** Resolvers read a name that ends like this as an IP address, whose real form is hidden (127.1, 0x7f.0.0.1). */
const NUMBER_AT_THE_END = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;

/** Says why a text is not the host of a registry. The message never repeats the text. */
export class HostFault extends Error {}

/**
 * The only spelling of a registry's host: `host` or `host:port` in lower case. Accepts what docker and people write:
 * `host`, `https://host`, `http://host`, `https://host/v1/`. Everything else is refused, because we and a client could
 * read different hosts from it (R45, attack 26). Throws a `HostFault`.
 */
export function parseRegistryHost(text: string): string {
  if (text === '') throw notAHost('it is empty');
  if (text.length > MAXIMUM_LENGTH) throw notAHost(`it is longer than ${MAXIMUM_LENGTH} characters`);
  if (!/^[\x21-\x7e]*$/.test(text)) throw notAHost('it has a space, a control character or a letter outside ASCII');
  const [, name, port] = SHAPE.exec(text) ?? [];
  if (name === undefined) throw notAHost('it is not HOST or HOST:PORT');
  if (port !== undefined && Number(port) > 65_535) throw notAHost('its port is above 65535');
  const host = canonicalName(name.toLowerCase());
  return port === undefined ? host : `${host}:${port}`;
}

function canonicalName(name: string): string {
  if (name.startsWith('[')) return canonicalIPv6(name);
  if (NUMBER_AT_THE_END.test(name)) return requireIPv4(name);
  if (name.length > 253 || !name.split('.').every((label) => LABEL.test(label)))
    throw notAHost('its name is malformed');
  return name;
}

function requireIPv4(name: string): string {
  if (!IPV4.test(name)) throw notAHost('its address is malformed');
  return name;
}

function canonicalIPv6(name: string): string {
  const url = URL.parse(`http://${name}/`);
  if (!url) throw notAHost('its address is malformed');
  return url.hostname;
}

function notAHost(reason: string): HostFault {
  return new HostFault(reason);
}
