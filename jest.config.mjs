/** Jest runs the TypeScript sources as ES modules; `.js` suffixes of imports are mapped back to the sources. */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', experimental: { keepImportAttributes: true }, parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Jest leaves one core idle by default; on two cores that doubles the time.
  maxWorkers: '100%',
  // What is tried as often as it takes takes longer.
  testTimeout: process.env.MODELBAG_TESTS === 'all' ? 180_000 : 30_000,
};
