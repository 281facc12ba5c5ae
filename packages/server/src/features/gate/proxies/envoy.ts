import { certificate, HEAD, type ProxyFacts, privateKey } from './proxy-facts.ts';

/** Envoy sends the method and the path again, behind a prefix, and sends no body with the question. */
export const ENVOY = ({
  registry,
  secret,
  host,
  port,
  upstream,
  lanyard,
  alone,
}: ProxyFacts) => `${HEAD(registry, '/etc/envoy/envoy.yaml')}
static_resources:
  listeners:
    - name: gate_${registry}
      address: { socket_address: { address: 0.0.0.0, port_value: ${port} } }
      filter_chains:
        - transport_socket:
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
              common_tls_context:
                tls_certificates:
                  - certificate_chain: { filename: ${certificate(host)} }
                    private_key: { filename: ${privateKey(host)} }
          filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: gate
                use_remote_address: true
                stream_idle_timeout: 900s
                request_timeout: 0s
                route_config:
                  virtual_hosts:
                    - name: ${registry}
                      domains: ["${host}", "${host}:*"]
                      routes:
                        - match: { path: /v2/_catalog }
                          route: { cluster: lanyard, prefix_rewrite: /gate/${registry}/catalog, host_rewrite_literal: ${lanyard.host} }
                          request_headers_to_add:
                            - header: { key: x-lanyard-gate, value: ${secret} }
                              append_action: OVERWRITE_IF_EXISTS_OR_ADD
                          request_headers_to_remove: [cookie]
                          typed_per_filter_config:
                            envoy.filters.http.ext_authz:
                              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
                              disabled: true
                        - match: { prefix: /v2/ }
                          route: { cluster: registry, timeout: 0s }${alone ? '\n                          request_headers_to_remove: [authorization, x-lanyard-gate]' : '\n                          request_headers_to_remove: [x-lanyard-gate]'}
                http_filters:
                  - name: envoy.filters.http.ext_authz
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
                      failure_mode_allow: false
                      status_on_error: { code: ServiceUnavailable }
                      allowed_headers:
                        patterns: [{ exact: authorization }, { exact: user-agent }, { exact: x-forwarded-for }]
                      http_service:
                        server_uri: { uri: "${lanyard.origin}", cluster: lanyard, timeout: 10s }
                        path_prefix: /gate/${registry}
                        authorization_request:
                          headers_to_add: [{ key: x-lanyard-gate, value: ${secret} }]
                        authorization_response:
                          allowed_client_headers:
                            patterns: [{ exact: www-authenticate }, { exact: docker-distribution-api-version }, { exact: content-type }]
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
  clusters:
${cluster('registry', upstream)}
${cluster('lanyard', lanyard)}
`;

function cluster(name: string, { hostname, port, protocol }: URL): string {
  const address = `{ address: ${hostname}, port_value: ${port || (protocol === 'https:' ? 443 : 80)} }`;
  const lines = [
    `    - name: ${name}`,
    '      type: STRICT_DNS',
    '      load_assignment:',
    `        cluster_name: ${name}`,
    '        endpoints:',
    `          - lb_endpoints: [{ endpoint: { address: { socket_address: ${address} } } }]`,
  ];
  return [...lines, ...(protocol === 'https:' ? tlsTo(hostname) : [])].join('\n');
}

function tlsTo(hostname: string): readonly string[] {
  return [
    '      transport_socket:',
    '        name: envoy.transport_sockets.tls',
    '        typed_config:',
    '          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext',
    `          sni: ${hostname}`,
    '          common_tls_context:',
    '            validation_context: { trusted_ca: { filename: /etc/ssl/certs/ca-certificates.crt } }',
  ];
}
