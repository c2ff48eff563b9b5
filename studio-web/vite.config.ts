/** Builds the pages of the browser side: the studio (index.html), the listener page (listen.html), and what can go wrong (errors.html). */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  resolve: {
    alias: [{ find: /^#protocol\//, replacement: `${here('../server/protocol')}/` }],
  },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy knows no inline code and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file of some 150 kB gzipped is loaded once per show; splitting it would only delay entering.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: {
        index: here('./index.html'),
        listen: here('./listen.html'),
        errors: here('./errors.html'),
      },
    },
  },
});
