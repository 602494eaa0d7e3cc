import { type Progress, SILENT, stageWords } from '../progress.js';
import type { CommonOptions, Terminal } from './terminal.js';

/** Nothing is shown for work that ends within this time, in milliseconds. */
const PATIENCE = 1000;

/**
 * Progress on stderr: a bar where it is a terminal, log groups and one line a stage in GitHub Actions, nothing elsewhere.
 * stdout is never touched, so that a report can be piped.
 */
export async function openProgress(terminal: Terminal, options: CommonOptions): Promise<Progress> {
  if (options.quiet) return SILENT;
  if (terminal.env['GITHUB_ACTIONS'] === 'true') return stageLines(terminal);
  return terminal.stderr.isTTY ? bars(terminal) : SILENT;
}

/** One line per stage. */
function stageLines(terminal: Terminal): Progress {
  return {
    stage: (...stage) => void terminal.stderr.write(`modelbag: ${stageWords(...stage)}\n`),
    advance() {},
    done() {},
  };
}

/** A bar with files or bytes done, rate and time left; it appears only when work takes longer than a second. */
async function bars(terminal: Terminal): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const started = Date.now();
  let bar: import('cli-progress').SingleBar | undefined;
  let stage = { name: '', total: 0, unit: 'files' as 'files' | 'bytes', value: 0 };
  const shown = (bytes: number): string => (stage.unit === 'bytes' ? `${(bytes / 1e6).toFixed(1)} MB` : String(bytes));
  const open = (): void => {
    if (bar || stage.total <= 0 || Date.now() - started < PATIENCE) return;
    bar = new cliProgress.SingleBar({
      stream: terminal.stderr.stream(),
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 50,
      formatValue: (value, _options, type) => (type === 'value' || type === 'total' ? shown(value) : String(value)),
      format: `${stage.name.padEnd(8)} {bar} {value} of {total} · {percentage} % · {eta_formatted} left`,
    });
    bar.start(stage.total, stage.value);
  };
  const close = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    stage(name, total = 0, unit = 'files') {
      close();
      stage = { name, total, unit, value: 0 };
    },
    advance(by) {
      stage.value += by;
      open();
      bar?.update(Math.min(stage.value, stage.total));
    },
    done: close,
  };
}
