import { addressOf, certificate, HEAD, type ProxyFacts, privateKey } from './proxy-facts.ts';

/** Also in the sub-request, `$request_uri` and `$request_method` are those of the client's request. */
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
