import { FluentResource } from '@fluent/bundle';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * Files of the catalogue are read here, so that the window brings no parser along. A file becomes its ids
 * and what they say, by turns.
 */
const catalogue: Plugin = {
  name: 'catalogue',
  transform: {
    filter: { id: /\.ftl$/ },
    handler(text) {
      const said = new FluentResource(text).body.flatMap(({ id, value }) => [id, value]);
      return { code: `export default ${JSON.stringify(said)}`, map: null };
    },
  },
};

// Mode `browser` adds the doors that tests use; the shipped bundle knows Tauri only.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), catalogue],
  clearScreen: false,
  // The pages about networks and the catalogue lie outside of this folder.
  server: { port: 5173, strictPort: true, host: '127.0.0.1', fs: { allow: ['.', '../docs/networks', '../src-tauri/crates/words'] } },
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  build: {
    outDir: mode === 'browser' ? 'dist-browser' : 'dist',
    target: ['es2022', 'safari16'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One script and one sheet paint the first list: each more is asked of the app's own process.
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } } },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
  },
}));
