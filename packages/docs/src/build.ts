import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { Eleventy } from '@11ty/eleventy';
import { build as buildScripts } from 'vite';
import { apiPages } from './api-page.ts';
import { pageOf } from './layout.ts';
import { markdownOf } from './markdown.ts';
import { ROOT, sourcePages } from './pages.ts';
import { pictureSize } from './picture-size.ts';
import { searchEntries } from './search-entries.ts';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(HERE, 'dist');
const ASSETS = join(DIST, 'assets');
/** Nearly as small as the slowest, in a tenth of the time. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const NOT_FOUND = `<h1>Page not found</h1>
<p>There is no page of the documentation at this address. Search for it, or <a href="/docs/">go to the first page</a>.</p>
`;

process.chdir(ROOT);
rmSync(DIST, { recursive: true, force: true });
mkdirSync(ASSETS, { recursive: true });
const { style, script, themeScript } = await buildClient();
const pages = sourcePages();
const madePages = apiPages();
const titles = new Map([
  ...pages.map(({ address, title }) => [address, title] as const),
  ...madePages.map(({ path, title }) => [`/docs/${path.replace('index.html', '')}`, title] as const),
]);
const sourceOf = (address: string) => pages.find((page) => page.address === address);

const site = new Eleventy('docs', DIST, {
  quietMode: true,
  config: (config) => {
    // Nothing in a text is a template: GitHub's and Helm's braces stay as they are.
    config.addGlobalData('permalink', () => ({ page }) => {
      const source = pages.find(({ file }) => `./${file}` === page.inputPath);
      return source ? `${source.address.replace('/docs/', '')}index.html` : undefined;
    });
    config.setLibrary('md', {
      render: (text, { page }) => markdownOf(sourceOf(`/docs${page.url}`)?.file ?? '', text, takePicture),
    });
    config.setUseGitIgnore(false);
    for (const { file, address } of pages.filter((page) => !page.file.startsWith('docs/'))) {
      config.addTemplate(file, readFileSync(file, 'utf8'), { permalink: `${address.replace('/docs/', '')}index.html` });
    }
    config.addTemplate('404.html', NOT_FOUND, { permalink: '404.html' });
    for (const { path, html } of madePages)
      config.addTemplate(path.replace('/index.html', '.html'), html, { permalink: path });
    return { markdownTemplateEngine: false, htmlTemplateEngine: false };
  },
});
await site.init();
// It would report how long each step took.
site.disableLogger();
await site.write();
framePages();
compress(DIST);

/** Eleventy has written what the pages say. Around it come the navigation and the address of the search file. */
function framePages(): void {
  const contents = globSync('**/*.html', { cwd: DIST }).map((path) => ({
    file: join(DIST, path),
    address: `/docs/${path.replaceAll('\\', '/').replace(/index\.html$/, '')}`,
    html: readFileSync(join(DIST, path), 'utf8'),
  }));
  const text = JSON.stringify(
    contents.flatMap(({ address, html }) => searchEntries(address, titles.get(address) ?? '', html)),
  );
  const searchFile = `assets/search-${digestOf(text)}.json`;
  writeFileSync(join(DIST, searchFile), text);
  const frame = { titles, style, script, themeScript, searchFile: `/docs/${searchFile}` };
  for (const { file, address, html } of contents) {
    const isWide = sourceOf(address) === undefined;
    writeFileSync(file, pageOf(frame, { address, title: titles.get(address) ?? 'Page not found', html, isWide }));
  }
}

function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 8);
}

/** Bundles the scripts and the style. Their names have a digest of their content. */
async function buildClient() {
  const entry = (name: string) => join(HERE, 'client', name);
  const result = await buildScripts({
    configFile: false,
    root: HERE,
    base: '/docs/',
    logLevel: 'warn',
    build: {
      outDir: DIST,
      emptyOutDir: false,
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: { input: { site: entry('site.ts'), theme: entry('theme.ts') } },
    },
  });
  if (!('output' in result)) throw new Error('there are no scripts');
  const nameOf = (start: string, end: string) => {
    const found = result.output.find(
      ({ fileName }) => fileName.startsWith(`assets/${start}-`) && fileName.endsWith(end),
    );
    if (!found) throw new Error(`the build made no ${start}${end}`);
    return `/docs/${found.fileName}`;
  };
  return { style: nameOf('site', '.css'), script: nameOf('site', '.js'), themeScript: nameOf('theme', '.js') };
}

function takePicture(file: string) {
  const bytes = readFileSync(join(ROOT, file));
  const name = file.replace(/^.*\//, '').replace(/\.(\w+)$/, `-${digestOf(bytes)}.$1`);
  writeFileSync(join(ASSETS, name), bytes);
  return { src: `/docs/assets/${name}`, ...pictureSize(bytes) };
}

function compress(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|css|json)$/.test(name)) continue;
    const content = readFileSync(join(folder, name));
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, BROTLI));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content));
  }
}
