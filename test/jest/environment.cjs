/** Tests run in the context of the process (`runtime.cjs`). What a test file changes there ends with it. */
class NativeEnvironment {
  global = globalThis;
  #before = { env: { ...process.env }, folder: process.cwd(), exit: process.exit, console: globalThis.console };

  async setup() {
    // Node maps stack traces to the sources by itself; Jest's way would not find the maps.
    Error.prepareStackTrace = undefined;
  }

  async teardown() {
    const { env, folder, exit, console } = this.#before;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    if (process.cwd() !== folder) process.chdir(folder);
    process.exit = exit;
    process.exitCode = undefined;
    globalThis.console = console;
  }

  getVmContext() {
    return null;
  }
}

module.exports = NativeEnvironment;
