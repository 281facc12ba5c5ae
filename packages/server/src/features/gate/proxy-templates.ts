/** What the templates are filled with; every text was checked and needs no quotes. */
export interface ProxyFacts {
  readonly registry: string;
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  readonly upstream: URL;
  readonly lanyard: URL;
  readonly alone: boolean;
}

const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');
const addressOf = (url: URL) => `${url.hostname}:${portOf(url)}`;
const certificate = (host: string) => `/etc/lanyard/tls/${host}.crt`;
const privateKey = (host: string) => `/etc/lanyard/tls/${host}.key`;

const HEAD = (registry: string, file: string) => `# Lanyard's gate for the registry ${registry}: ${file}
# It holds the secret of the gate: let only the proxy read it.`;

/** `$request_uri` and `$request_method` are the client's own, in the sub-request too. */
export const NGINX = ({
  registry,
  secret,
  host,
  port,
  upstream,
  lanyard,
  alone,
}: ProxyFacts) => `${HEAD(registry, `/etc/nginx/conf.d/${host}.conf`)}
upstream lanyard_${registry} {
  server ${addressOf(lanyard)};
  keepalive 64;
}
upstream registry_${registry} {
  server ${addressOf(upstream)};
  keepalive 64;
}
server {
  listen ${port} ssl;
  server_name ${host};
  ssl_certificate ${certificate(host)};
  ssl_certificate_key ${privateKey(host)};

  # Layers have any size, and go through as they come.
  client_max_body_size 0;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_read_timeout 900s;
  proxy_send_timeout 900s;

  location /v2/ {
    auth_request /lanyard-gate;
    auth_request_set $gate_challenge $upstream_http_www_authenticate;
    auth_request_set $gate_error $upstream_http_x_lanyard_error;
    error_page 401 = @gate_unauthorized;
    error_page 403 = @gate_denied;

    proxy_pass ${upstream.protocol}//registry_${registry};
    proxy_request_buffering off;
    proxy_buffering off;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Lanyard-Gate "";${alone ? '\n    proxy_set_header Authorization "";' : ''}
  }
  # What the caller may pull, and nothing else.
  location = /v2/_catalog {
    proxy_pass ${lanyard.protocol}//lanyard_${registry}/gate/${registry}/catalog;
    proxy_pass_request_body off;
    proxy_set_header Connection "";
    proxy_set_header Content-Length "";
    proxy_set_header Cookie "";
    proxy_set_header Host ${lanyard.host};
    proxy_set_header X-Lanyard-Gate ${secret};
    proxy_set_header X-Forwarded-For $remote_addr;${tlsOfNginx(lanyard)}
  }
  location = /lanyard-gate {
    internal;
    proxy_pass ${lanyard.protocol}//lanyard_${registry}/gate/${registry};
    proxy_pass_request_body off;
    proxy_set_header Connection "";
    proxy_set_header Content-Length "";
    proxy_set_header Content-Type "";
    proxy_set_header Host ${lanyard.host};
    proxy_set_header X-Lanyard-Gate ${secret};
    proxy_set_header X-Forwarded-Method $request_method;
    proxy_set_header X-Forwarded-Uri $request_uri;
    proxy_set_header X-Forwarded-For $remote_addr;${tlsOfNginx(lanyard)}
  }
  location @gate_unauthorized {
    default_type application/json;
    add_header WWW-Authenticate $gate_challenge always;
    add_header Docker-Distribution-Api-Version registry/2.0 always;
    return 401 $gate_error;
  }
  location @gate_denied {
    default_type application/json;
    add_header Docker-Distribution-Api-Version registry/2.0 always;
    return 403 $gate_error;
  }
  location / {
    return 404;
  }
}
`;

const tlsOfNginx = ({ protocol, hostname }: URL) =>
  protocol === 'https:'
    ? `\n    proxy_ssl_server_name on;\n    proxy_ssl_name ${hostname};\n    proxy_ssl_verify on;\n    proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt;`
    : '';

/** `forward_auth` sets the forwarded method and address itself, over what a client sent. */
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

/** The headers come from Traefik's own middleware, over what a client sent; a second one takes the secret away again. */
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

export const HAPROXY = ({
  registry,
  secret,
  host,
  port,
  upstream,
  lanyard,
  alone,
}: ProxyFacts) => `${HEAD(registry, '/etc/haproxy/haproxy.cfg')}
# The script that it loads is what --for haproxy-lua prints.
global
  lua-load /etc/haproxy/lanyard-${registry}.lua
defaults
  mode http
  timeout connect 5s
  timeout client 900s
  timeout server 900s
frontend gate_${registry}
  bind :${port} ssl crt /etc/lanyard/tls/${host}.pem alpn http/1.1
  http-request return status 404 unless { path -m beg /v2/ } or { path /v2 }
  http-request set-header X-Forwarded-For %[src]
  http-request set-header X-Forwarded-Proto https
  http-request del-header X-Lanyard-Gate
  http-request lua.lanyard_${registry} unless { path /v2/_catalog }${alone ? '\n  http-request del-header Authorization unless { path /v2/_catalog }' : ''}
  use_backend catalog_${registry} if { path /v2/_catalog }
  default_backend registry_${registry}
backend registry_${registry}
  server registry ${addressOf(upstream)}${tlsOfHaproxy(upstream)}
# What the caller may pull, and nothing else.
backend catalog_${registry}
  http-request set-path /gate/${registry}/catalog
  http-request set-header Host ${lanyard.host}
  http-request set-header X-Lanyard-Gate ${secret}
  http-request del-header Cookie
  server lanyard ${addressOf(lanyard)}${tlsOfHaproxy(lanyard)}
# Where the script asks: HAProxy's own client looks hosts up in DNS alone.
listen lanyard_${registry}
  bind abns@lanyard-${registry}
  server lanyard ${addressOf(lanyard)}${tlsOfHaproxy(lanyard)}
`;

const tlsOfHaproxy = ({ protocol, hostname }: URL) =>
  protocol === 'https:' ? ` ssl verify required ca-file @system-ca sni str(${hostname}) verifyhost ${hostname}` : '';

/** HAProxy asks with its own HTTP client. Every line of a header goes on: two of them are for the gate to refuse. */
export const HAPROXY_LUA = ({
  registry,
  secret,
  lanyard,
}: ProxyFacts) => `-- Lanyard's gate for the registry ${registry}: /etc/haproxy/lanyard-${registry}.lua
-- It holds the secret of the gate: let only HAProxy read it.
local asked = { url = "http://127.0.0.1/gate/${registry}", dst = "abns@lanyard-${registry}" }
local passed_on = { "authorization", "user-agent" }
local answered = { "www-authenticate", "docker-distribution-api-version", "content-type" }

local function lines(header)
  local all, place = {}, 0
  while header and header[place] do
    all[#all + 1] = header[place]
    place = place + 1
  end
  return all
end

core.register_action("lanyard_${registry}", { "http-req" }, function(txn)
  local received = txn.http:req_get_headers()
  local headers = {
    ["host"] = { "${lanyard.host}" },
    ["x-lanyard-gate"] = { "${secret}" },
    ["x-forwarded-method"] = { txn.sf:method() },
    ["x-forwarded-uri"] = { txn.sf:pathq() },
    ["x-forwarded-for"] = { txn.sf:src() },
  }
  for _, name in ipairs(passed_on) do
    local all = lines(received[name])
    if #all > 0 then headers[name] = all end
  end
  local answer = core.httpclient():get({ url = asked.url, dst = asked.dst, headers = headers })
  if answer and answer.status == 204 then return act.CONTINUE end
  local reply = txn:reply()
  if answer and (answer.status == 401 or answer.status == 403) then
    reply:set_status(answer.status)
    for _, name in ipairs(answered) do
      for _, value in ipairs(lines(answer.headers[name])) do reply:add_header(name, value) end
    end
    reply:set_body(answer.body or "")
  else
    reply:set_status(503)
    reply:add_header("content-type", "application/json")
    reply:set_body('{"errors":[{"code":"UNAVAILABLE","message":"the gate cannot be asked; try again","detail":null}]}')
  end
  txn:done(reply)
end)
`;

/** Envoy repeats method and path behind a prefix, and sends no body with the question. */
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
