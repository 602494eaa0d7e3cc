/** `@jest/globals` for the test file that is run now, whose query it has. */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } =
  globalThis[Symbol.for('modelbag-jest-globals')];
