import astro from 'eslint-plugin-astro';
import tseslint from 'typescript-eslint';

const restrict = (files, group, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default tseslint.config(
  { ignores: ['dist/', '.astro/', 'node_modules/', 'tests/bench/peers/', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  ...astro.configs['flat/base'],
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
    },
  },
  {
    // Vitest's asymmetric matchers and fixtures read from JSON are `any` by design.
    files: ['tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  { files: ['**/*.astro', '**/*.astro/*.ts', '**/*.astro/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  // dependency-cruiser does not read .astro: this is the same rule for them.
  restrict(
    ['src/**/*.{ts,tsx,astro}'],
    [
      '**/server/*',
      '!**/server/contract',
      '!**/server/contract/**',
      '**/labs/*',
      '!**/labs/schema.ts',
      '!**/labs/catalog.ts',
      '**/tests/*',
    ],
    'src/ may import server/contract and labs/schema only',
  ),
  {
    files: ['server/**/*.ts', 'labs/**/*.ts'],
    ignores: ['server/main.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'read it in server/main.ts and pass values down' },
        { object: 'process', property: 'exit', message: 'only server/main.ts ends the process' },
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[property.name=/^(putArchive|getArchive)$/]',
          message:
            'the archive endpoints run programs found in the sandbox as the host’s root (CVE-2026-41567): use exec',
        },
      ],
    },
  },
  {
    files: ['{labs,server,src}/**/*.{ts,tsx}'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }] },
  },
);
