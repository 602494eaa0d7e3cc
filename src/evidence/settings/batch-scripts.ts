import type { SettingsReader } from './reader.js';

/** Options of `sbatch` that say on what a program ran; short ones by their long names. */
const SHORT: Readonly<Record<string, string>> = {
  p: 'partition',
  N: 'nodes',
  n: 'ntasks',
  c: 'cpus-per-task',
  t: 'time',
  C: 'constraint',
  G: 'gpus',
  q: 'qos',
};
const TOLD =
  /^(gres|gpus(-per-(node|task|socket))?|constraint|ntasks(-per-\w+)?|cpus-per-\w+|mem(-per-\w+)?|nodes|partition|time|qos|exclusive|array|tres-per-\w+)$/;

/** What a batch script asks the cluster for. */
export const slurm: SettingsReader = {
  id: 'slurm',
  title: 'SLURM scripts',
  maxBytes: 256 * 1024,
  recognize: (path) =>
    /\.(sh|slurm|sbatch|sbat|batch|sub|sl|job|bash|zsh|cmd)$|(^|\/)[\w-]*(sbatch|slurm)[\w-]*$/i.test(path),
  read(text, path, into) {
    for (const [index, line] of text.split('\n').entries()) {
      // `sbatch` reads no directive below the first command.
      if (/^\s*[^#\s]/.test(line)) break;
      const directive = /^#SBATCH\s+(.+)$/.exec(line)?.[1];
      if (directive === undefined) continue;
      for (const [name, value] of optionsOf(directive))
        if (TOLD.test(name)) into.hardware.push({ key: `slurm ${name}`, value, where: `${path}:${index + 1}` });
    }
  },
};

/** `--gres=gpu:a100:4 -N 1 --mem "64G" # comment`, with long names. */
function optionsOf(directive: string): [name: string, value: string][] {
  const words = (
    directive.replace(/\s+#.*$/, '').match(/"[^"]*"|'[^']*'|[^\s"'=]+(=("[^"]*"|'[^']*'|\S*))?/g) ?? []
  ).map((word) => word.replace(/["']/g, ''));
  const found: [string, string][] = [];
  for (const [at, word] of words.entries()) {
    const [, dashes, name = '', given] = /^(--?)([A-Za-z][\w-]*)(?:=(.*))?$/.exec(word) ?? [];
    if (dashes === undefined) continue;
    const next = words[at + 1];
    const after = next === undefined || next.startsWith('-') ? undefined : next;
    // `-N1` is `-N 1`.
    const long = dashes === '--' ? name : SHORT[name[0]!];
    const value = given ?? (dashes === '-' && name.length > 1 ? name.slice(1) : after);
    if (long !== undefined) found.push([long, value ?? 'yes']);
  }
  return found;
}
