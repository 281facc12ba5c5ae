import { addressOf, certificate, HEAD, type ProxyFacts, privateKey } from './proxy-facts.ts';

/** `forward_auth` itself sets the headers with the method and address, and replaces those that a client sent. */
export const CADDY = ({
  registry,
  secret,
  host,
  port,
  upstream,
  lanyard,
  alone,
}: ProxyFacts) => `${HEAD(registry, '/etc/caddy/Caddyfile')}
https://${host}:${port} {
  tls ${certificate(host)} ${privateKey(host)}
  @catalog path /v2/_catalog
  handle @catalog {
    rewrite * /gate/${registry}/catalog?{query}
    reverse_proxy ${lanyard.protocol}//${addressOf(lanyard)} {
      header_up Host ${lanyard.host}
      header_up X-Lanyard-Gate ${secret}
      header_up X-Forwarded-For {remote_host}
      header_up -Cookie
    }
  }
  @registry path /v2 /v2/*
  handle @registry {
    forward_auth ${lanyard.protocol}//${addressOf(lanyard)} {
      uri /gate/${registry}
      header_up Host ${lanyard.host}
      header_up X-Lanyard-Gate ${secret}
      header_up X-Forwarded-For {remote_host}
    }
    reverse_proxy ${upstream.protocol}//${addressOf(upstream)} {
      flush_interval -1
      header_up X-Forwarded-For {remote_host}
      header_up -X-Lanyard-Gate${alone ? '\n      header_up -Authorization' : ''}
    }
  }
  handle {
    respond 404
  }
}
`;
