import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Mode `browser` adds the doors that tests use; the shipped bundle knows Tauri only.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  clearScreen: false,
  // The pages about networks lie outside of this folder.
  server: { port: 5173, strictPort: true, host: '127.0.0.1', fs: { allow: ['.', '../docs/networks'] } },
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
