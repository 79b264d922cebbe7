import { foundChromium } from './test/helpers/chromium.mjs';

// Journeys in a browser are there where a browser is; the command that runs the tests says so where they are not.
const withoutBrowser = foundChromium() === undefined ? ['<rootDir>/test/browser/'] : [];

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // A relative import names the file that is built from a source; scripts that are plain JavaScript stay themselves.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'] },
  transform: { '^.+\\.ts$': ['@swc/jest', {}] },
};

export default {
  maxWorkers: 2,
  // Suites share two cores and one database server.
  testTimeout: 60_000,
  projects: [
    { ...shared, displayName: 'workflows', testMatch: ['<rootDir>/test/workflows/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'system',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/workflows/', ...withoutBrowser],
      globalSetup: '<rootDir>/test/helpers/postgres.mjs',
      globalTeardown: '<rootDir>/test/helpers/postgres-stop.mjs',
    },
  ],
};
