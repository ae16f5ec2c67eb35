import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const tauriOnly = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/api/tauri.ts knows Tauri.' }],
};
const noDoor = {
  patterns: [
    ...tauriOnly.patterns,
    {
      group: ['**/api/*', '!**/api/protocol'],
      message: 'A component takes data and callbacks; state/ talks to api/.',
    },
  ],
};

export default ts.config(
  { ignores: ['dist', 'dist-browser', 'src/api/protocol.ts', 'src/words/messages.ts'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      'no-restricted-imports': ['error', tauriOnly],
      'no-console': 'error',
      'no-undef': 'off',
      // Plain maps are meant where nothing follows them; `$state.raw` says what is followed.
      'svelte/prefer-svelte-reactivity': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', 400],
    },
  },
  { files: ['src/components/**'], rules: { 'no-restricted-imports': ['error', noDoor] } },
  { files: ['src/api/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['e2e/**'], rules: { 'no-console': 'off' } },
);
