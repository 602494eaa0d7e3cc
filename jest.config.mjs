/** Jest runs the TypeScript sources as ES modules; Node loads them (`test/jest/`). */
export default {
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  runtime: '<rootDir>/test/jest/runtime.cjs',
  testEnvironment: '<rootDir>/test/jest/environment.cjs',
  transform: {},
  // Jest leaves one core idle by default; on two cores that doubles the time.
  maxWorkers: '100%',
  // What is tried as often as it takes takes longer.
  testTimeout: process.env.MODELBAG_TESTS === 'all' ? 180_000 : 30_000,
};
