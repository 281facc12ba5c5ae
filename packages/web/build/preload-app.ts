import type { HtmlTagDescriptor, Plugin } from 'vite';

/** The page itself asks for the script of the app, so that it comes beside the short one that starts it, not after. */
export function preloadApp(): Plugin {
  return {
    name: 'preload-app',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
        const app = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith('/src/app.tsx')));
        if (!app) throw new Error('there is no app to load');
        const loaded = [app, ...chunks.filter(({ fileName }) => app.imports.includes(fileName))];
        return loaded.flatMap((chunk) => [
          tagOf('modulepreload', chunk.fileName),
          ...[...(chunk.viteMetadata?.importedCss ?? [])].map((name) => tagOf('stylesheet', name)),
        ]);
      },
    },
  };
}

function tagOf(rel: string, name: string): HtmlTagDescriptor {
  return { tag: 'link', attrs: { rel, crossorigin: true, href: `/${name}` }, injectTo: 'head' };
}
