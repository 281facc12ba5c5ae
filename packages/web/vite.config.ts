import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.ts';
import { mantineVariables } from './build/mantine-variables.ts';

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
    proxy: {
      '/api': 'http://localhost:8700',
      '/activate': 'http://localhost:8700',
      '/icon.svg': 'http://localhost:8700',
    },
  },
});
