const asyncHooks = require('node:async_hooks');
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/**
 * Lets Node itself load what tests import. Jest's own runtime makes a context, a registry of modules and new code of all of
 * them for each test file; here, the sources under test are loaded once a process and stay compiled. Test files and what
 * lies beside them in test/ are still loaded anew for each file (`hooks.mjs`).
 */

let runs = 0;

class NativeRuntime {
  #mocker = new ModuleMocker(globalThis);
  #storages = [];
  #timers;

  constructor(config) {
    this.#timers = new ModernFakeTimers({ config, global: globalThis });
    if (runs++ === 0) {
      register(pathToFileURL(require.resolve('./hooks.mjs')));
      process.setSourceMapsEnabled(true);
    }
    // Jest keeps both here, and its handlers know the test file that they were made for.
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    delete globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')];
  }

  /** The part of Jest that collects and runs tests, with its state: a new one for each test file. */
  requireInternalModule(path) {
    delete require.cache[path];
    const { AsyncLocalStorage } = asyncHooks;
    const storages = this.#storages;
    const replaceBy = (value) => Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { value, configurable: true });
    replaceBy(
      class extends AsyncLocalStorage {
        constructor() {
          super();
          storages.push(this);
        }
      },
    );
    try {
      return require(path);
    } finally {
      replaceBy(AsyncLocalStorage);
    }
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(`${pathToFileURL(path)}?run=${runs}`);
  }

  setGlobalsForRuntime(globals) {
    const mocker = this.#mocker;
    const timers = this.#timers;
    globalThis[Symbol.for('modelbag-jest-globals')] = {
      ...globals,
      jest: {
        fn: mocker.fn.bind(mocker),
        spyOn: mocker.spyOn.bind(mocker),
        restoreAllMocks: () => mocker.restoreAllMocks(),
        useFakeTimers: () => timers.useFakeTimers(),
        useRealTimers: () => timers.useRealTimers(),
        advanceTimersByTime: (milliseconds) => timers.advanceTimersByTime(milliseconds),
        setTimeout: (milliseconds) => {
          globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = milliseconds;
        },
      },
    };
  }

  enterTestCode() {}

  leaveTestCode() {}

  getSourceMaps() {
    return new Map();
  }

  getAllCoverageInfoCopy() {}

  teardown() {
    this.#mocker.restoreAllMocks();
    this.#timers.dispose();
    // Every promise that is made later would look at what tests of this file have stored.
    for (const storage of this.#storages) storage.disable();
  }
}

module.exports = NativeRuntime;
