import { type ApiRoute, apiSubjects } from './api-subjects.ts';
import { escapeHtml } from './escape-html.ts';
import { exampleOf, type JsonSchema, jsonSchemaOf, typeOf } from './json-schema.ts';
import { codeBlock } from './markdown.ts';

interface ApiPage {
  readonly path: string;
  readonly title: string;
  readonly html: string;
}

/** The reference of the HTTP API, from the table of routes: one page for each subject, and one that lists them. */
export function apiPages(): readonly ApiPage[] {
  const subjects = apiSubjects();
  const cards = subjects.map(
    ({ slug, title, about, routes }) =>
      `<li><a href="/docs/api/${slug}/"><strong>${title}</strong></a>${about}<br><small>${routes.length} requests</small></li>`,
  );
  const start = {
    path: 'api/index.html',
    title: 'HTTP API',
    html: `${INTRODUCTION}<ul class="cards">${cards.join('')}</ul>`,
  };
  const pages = subjects.map(({ slug, title, about, routes }) => ({
    path: `api/${slug}/index.html`,
    title,
    html: `<h1>${title}</h1>\n<p>${about}</p>\n${listOf(routes)}${routes.map(operation).join('')}`,
  }));
  return [start, ...pages];
}

const SIGN_IN_EXAMPLE = codeBlock(
  'console',
  `curl https://lanyard.example.com/api/tokens \\
  --header "Authorization: Bearer $LANYARD_API_TOKEN"`,
);

const INTRODUCTION = `<h1>HTTP API</h1>
<p>The pages use this API, and so can you. It speaks JSON. <code>/api/openapi.json</code> describes it for programs.</p>
<h2 id="who-calls"><a class="anchor" href="#who-calls">Who calls</a></h2>
<p>A browser sends its session cookie. A program sends an API token, which it gets with
<a href="/docs/protocol/oauth/">device login</a> and which is valid for 10 minutes. Each request says below who can make it.</p>
${SIGN_IN_EXAMPLE}
<h2 id="errors"><a class="anchor" href="#errors">Errors</a></h2>
<p>An error has a status of 400 or more, and says what happened and what to do. <code>field</code> names the part of the
request that is wrong. <a href="/docs/protocol/#http-api">These codes</a> tell a program what is needed.</p>
${codeBlock('json', JSON.stringify({ error: { message: 'a description has at most 256 characters', field: 'description' } }, undefined, 2))}
<h2 id="pages"><a class="anchor" href="#pages">Pages of a list</a></h2>
<p>A list takes <code>page</code>, which counts from 1, and <code>pageSize</code>, at most 100.</p>
<h2 id="subjects"><a class="anchor" href="#subjects">Subjects</a></h2>
`;

const slugOf = ({ method, path }: ApiRoute) =>
  `${method} ${path.replace(/^\/api\//, '')}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');

function listOf(routes: readonly ApiRoute[]): string {
  const rows = routes.map(
    (route) => `<li><a href="#${slugOf(route)}">${methodTag(route)}<code>${pathOf(route)}</code></a></li>`,
  );
  return `<ul class="requests">${rows.join('')}</ul>\n`;
}

const methodTag = ({ method }: ApiRoute) => `<span class="method ${method.toLowerCase()}">${method}</span>`;
const pathOf = ({ path }: ApiRoute) =>
  escapeHtml(path)
    .replaceAll('/', '/<wbr>')
    .replace(/:(\w+)/g, '<var>:$1</var>');

function operation(route: ApiRoute): string {
  const slug = slugOf(route);
  const [title = '', ...rest] = route.summary.split('; ');
  const more = rest.map((text) => `<p>${sentence(text)}</p>`).join('');
  const { params, query, body } = route.request;
  const fields = [
    fieldsOf('In the address', params && jsonSchemaOf(params, 'input')),
    fieldsOf('Query', query && jsonSchemaOf(query, 'input')),
    fieldsOf('Body', body && jsonSchemaOf(body, 'input')),
  ].join('');
  return `<section class="operation">
<h2 id="${slug}"><a class="anchor" href="#${slug}">${escapeHtml(title)}</a></h2>
<div class="said"><p class="request">${methodTag(route)}<code>${pathOf(route)}</code></p>
${more}<p class="callers">${callersOf(route)}</p>
${fields}</div>
<div class="examples">${codeBlock('console', curlOf(route))}${answersOf(route)}</div>
</section>
`;
}

function sentence(text: string): string {
  return `${escapeHtml(text.charAt(0).toUpperCase() + text.slice(1))}.`;
}

const SCOPES = {
  anyone: 'Anyone',
  own: 'Every account, about its own things',
  administrator: 'Administrators of the server',
  member: 'Members of the organization',
  owner: 'Owners of the organization',
} as const;

function callersOf({ scope, credential, clientScope, freshSignIn, method }: ApiRoute): string {
  const parts: string[] = [credential === 'none' ? 'Anyone, without a sign-in' : SCOPES[scope]];
  if (credential === 'session') parts.push('only in a browser');
  else if (credential !== 'none') {
    parts.push(clientScope ? `command lines with the scope <code>${clientScope}</code>` : 'no command line');
  }
  if (credential !== 'none' && method !== 'GET' && !freshSignIn) parts.push('needs a sign-in of the last 10 minutes');
  return parts.join('<span aria-hidden="true"> · </span>');
}

function fieldsOf(title: string, schema: JsonSchema | undefined): string {
  const objects = schema ? [schema, ...(schema.anyOf ?? schema.oneOf ?? [])].filter((one) => one.properties) : [];
  const rows = objects.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, one]) => rowsOf(name, one, required.includes(name))),
  );
  const once = [...new Set(rows)];
  return once.length === 0 ? '' : `<h3 class="fields">${title}</h3><dl>${once.join('')}</dl>`;
}

function rowsOf(name: string, schema: JsonSchema, isRequired: boolean): readonly string[] {
  const inner = schema.properties ? schema : schema.items?.properties ? schema.items : undefined;
  const mark = isRequired ? ' <small class="required">required</small>' : '';
  const standard =
    schema.default === undefined ? '' : ` Default: <code>${escapeHtml(JSON.stringify(schema.default))}</code>`;
  const row = `<dt><code>${escapeHtml(name)}</code>${mark}</dt><dd>${escapeHtml(typeOf(schema))}.${standard}</dd>`;
  const rows = Object.entries(inner?.properties ?? {}).flatMap(([field, one]) =>
    rowsOf(`${name}${schema.items ? '[]' : ''}.${field}`, one, (inner?.required ?? []).includes(field)),
  );
  return [row, ...rows];
}

function curlOf({ method, path, credential, request }: ApiRoute): string {
  const address = path.replace(/:(\w+)/g, (_, name) => String(exampleOf({ type: 'string' }, name)));
  const lines = [`curl https://lanyard.example.com${address}`];
  if (method !== 'GET') lines.push(`--request ${method}`);
  if (credential === 'session') lines.push('--cookie "$SESSION_COOKIE"');
  else if (credential !== 'none') lines.push('--header "Authorization: Bearer $LANYARD_API_TOKEN"');
  if (request.body) {
    const body = JSON.stringify(exampleOf(jsonSchemaOf(request.body, 'input')), undefined, 2);
    lines.push("--header 'Content-Type: application/json'", `--data '${body}'`);
  }
  return lines.join(' \\\n  ');
}

function answersOf({ answers }: ApiRoute): string {
  return Object.entries(answers)
    .map(([status, schema]) => {
      const example = exampleOf(jsonSchemaOf(schema, 'output'));
      const isEmpty = status === '204' || example === undefined || example === null;
      const text = isEmpty
        ? 'No content'
        : typeof example === 'string'
          ? example
          : JSON.stringify(example, undefined, 2);
      return `<div class="answer"><p><span class="status">${status}</span></p>${codeBlock('json', text)}</div>`;
    })
    .join('');
}
