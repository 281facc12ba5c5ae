import { addressOf, HEAD, type ProxyFacts } from './proxy-facts.ts';

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

/**
 * HAProxy asks the gate with its own HTTP client. It passes on every line of a header. The gate refuses a request with
 * two.
 */
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
