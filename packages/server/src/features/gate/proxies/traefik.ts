import { addressOf, certificate, HEAD, type ProxyFacts, privateKey } from './proxy-facts.ts';

/**
 * Traefik's own middleware sets the headers and replaces those that a client sent. A second one removes the secret
 * again.
 */
export const TRAEFIK = ({
  registry,
  secret,
  host,
  port,
  upstream,
  lanyard,
  alone,
}: ProxyFacts) => `${HEAD(registry, "a file of Traefik's file provider")}
# Its static configuration needs: entryPoints.registry.address: ":${port}", without forwardedHeaders.insecure,
# and transport.respondingTimeouts.readTimeout: 0 for long uploads.
http:
  routers:
    lanyard-${registry}:
      rule: Host(\`${host}\`) && PathPrefix(\`/v2\`)
      entryPoints: [registry]
      service: registry-${registry}
      middlewares: [lanyard-${registry}-secret, lanyard-${registry}-gate, lanyard-${registry}-clean]
      tls: {}
    lanyard-${registry}-catalog:
      rule: Host(\`${host}\`) && Path(\`/v2/_catalog\`)
      priority: 1000
      entryPoints: [registry]
      service: lanyard-${registry}
      middlewares: [lanyard-${registry}-secret, lanyard-${registry}-catalog]
      tls: {}
  middlewares:
    lanyard-${registry}-secret:
      headers:
        customRequestHeaders:
          X-Lanyard-Gate: ${secret}
    lanyard-${registry}-gate:
      forwardAuth:
        address: ${lanyard.protocol}//${addressOf(lanyard)}/gate/${registry}
        trustForwardHeader: false
    lanyard-${registry}-catalog:
      replacePath:
        path: /gate/${registry}/catalog
    lanyard-${registry}-clean:
      headers:
        customRequestHeaders:
          X-Lanyard-Gate: ""${alone ? '\n          Authorization: ""' : ''}
  services:
    registry-${registry}:
      loadBalancer:
        passHostHeader: true
        servers:
          - url: ${upstream.protocol}//${addressOf(upstream)}
    lanyard-${registry}:
      loadBalancer:
        passHostHeader: false
        servers:
          - url: ${lanyard.protocol}//${addressOf(lanyard)}
tls:
  certificates:
    - certFile: ${certificate(host)}
      keyFile: ${privateKey(host)}
`;
