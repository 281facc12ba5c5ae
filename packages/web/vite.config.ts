import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.ts';
import { leanTable } from './build/lean-table.ts';
import { mantineStyles } from './build/mantine-styles.ts';
import { mantineVariables } from './build/mantine-variables.ts';
import { preloadApp } from './build/preload-app.ts';

const SERVER_PATHS =
  '^/(api|docs|v2|token|gate|oauth|activate|sso|scim|registries|audit|healthz|readyz|metrics|icon|\\.well-known)\\b';

export default defineConfig({
  plugins: [react(), leanTable(), mantineStyles(), mantineVariables(), preloadApp(), compressAssets()],
  build: {
    // Nothing may be inlined: the content policy would refuse it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    rolldownOptions: {
      output: {
        // Few files: each is a request, and many small ones are compressed badly.
        codeSplitting: {
          groups: [
            {
              name: 'start',
              test: /src[\\/](main|api[\\/]early-requests|features[\\/]tokens[\\/]token-search)\.ts$|vite[\\/]preload/,
              priority: 4,
            },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            { name: 'frame', test: /src[\\/](app|shell[\\/]shell)\.tsx$/, priority: 2 },
            { name: 'tokens', test: /src[\\/]features[\\/]tokens[\\/]tokens-page\.tsx$/, priority: 1 },
            { name: 'parts', minShareCount: 6, priority: 0 },
          ],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    strictPort: true,
    // The server answers everything but the pages and what they are made of. `npm run dev` says where it is.
    proxy: { [SERVER_PATHS]: process.env.SERVER_BEHIND_PAGES ?? 'http://localhost:8700' },
  },
});
