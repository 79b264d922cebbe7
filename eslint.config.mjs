import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const noEnvironment = {
  object: 'process',
  property: 'env',
  message: 'Settings are read in src/config only.',
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.data/'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: { process: 'readonly', globalThis: 'readonly', URL: 'readonly', module: 'writable' },
    },
    rules: { eqeqeq: 'error' },
  },
  {
    files: ['src/web/pages/assets/*.js'],
    languageOptions: {
      globals: {
        FormData: 'readonly',
        clearTimeout: 'readonly',
        document: 'readonly',
        fetch: 'readonly',
        location: 'readonly',
        navigator: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
        window: 'readonly',
        URLSearchParams: 'readonly',
        BroadcastChannel: 'readonly',
      },
    },
    rules: { eqeqeq: 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts'],
    ignores: ['src/config/**'],
    rules: { 'no-restricted-properties': ['error', noEnvironment] },
  },
  {
    // Nest takes constructor parameters, and class-validator the types of fields, from what the compiler emits:
    // such a class has to be imported as a value although only its type is written down.
    files: [
      'src/**/*.{controller,service,module,guard,interceptor,filter,gateway,dto,entity,provider,pipe}.ts',
    ],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // The rules of the protocol are a function of what they are given: no clock, chance, network or machine.
    files: ['workflows/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'globalThis',
          'global',
          'Buffer',
          'navigator',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'fetch',
          'performance',
        ].map((name) => ({ name, message: 'workflows/ is pure: it reads nothing but its arguments.' })),
        { name: 'crypto', message: 'workflows/ is pure: ids and digests are given to it.' },
        { name: 'console', message: 'workflows/ is pure: it tells by what it returns.' },
        { name: 'Intl', message: 'workflows/ is pure: words do not depend on where it runs.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'workflows/ is pure: the moment is given to it.' },
        {
          object: 'Math',
          property: 'random',
          message: 'workflows/ is pure: nothing in it is left to chance.',
        },
        { object: 'Temporal', property: 'Now', message: 'workflows/ is pure: the moment is given to it.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'workflows/ is pure: the moment is given to it.',
        },
        {
          selector: "CallExpression[callee.name='Date']",
          message: 'workflows/ is pure: the moment is given to it.',
        },
        {
          selector: 'MemberExpression[property.name=/^(toLocale|localeCompare)/]',
          message: 'workflows/ is pure: words do not depend on where it runs.',
        },
        {
          selector: "ImportExpression, CallExpression[callee.name='require']",
          message: 'workflows/ is loaded whole: no module is fetched while it runs.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-imports': [
        'error',
        {
          name: 'fast-check',
          message: 'Properties are held from one seed: take fc from helpers/properties.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo)$/]',
          message: 'A test runs, or is not there.',
        },
      ],
    },
  },
  { files: ['test/helpers/properties.ts'], rules: { 'no-restricted-imports': 'off' } },
);
