import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.ts';
import { mantineVariables } from './build/mantine-variables.ts';

const SERVER_PATHS =
  '^/(api|v2|token|gate|oauth|activate|sso|scim|registries|audit|healthz|readyz|metrics|icon|\\.well-known)\\b';

export default defineConfig({
  plugins: [react(), mantineVariables(), compressAssets()],
  build: {
    // Nothing may be inlined: the content policy would refuse it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    strictPort: true,
    // The server answers everything but the pages and what they are made of. `npm run dev` says where it is.
    proxy: { [SERVER_PATHS]: process.env.SERVER_BEHIND_PAGES ?? 'http://localhost:8700' },
  },
});
