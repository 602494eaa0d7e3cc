// Times modelbag against picklescan on the same files, alternating, and writes medians into docs/safety.md.
// usage: node bench/peers/speed.mjs [--peers FOLDER] [--cli dist/cli.cjs] [--rounds 5] [--scratch FOLDER]
// Makes two folders of 1,000 pickles (estimators of scikit-learn, small and of usual size) and 2 GB checkpoints with the Python of --python (numpy, torch, scikit-learn).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, runOnce } from '../pairs.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BEGIN = '<!-- speed: begin -->';
const END = '<!-- speed: end -->';
const { values } = parseArgs({
  options: {
    peers: { type: 'string', default: join(tmpdir(), 'modelbag-peers') },
    cli: { type: 'string', default: join(root, 'dist/cli.cjs') },
    python: { type: 'string', default: 'python3' },
    rounds: { type: 'string', default: '5' },
    scratch: { type: 'string', default: tmpdir() },
  },
});
const MAKE = `
import os, pickle, sys, numpy as np, torch
from sklearn.datasets import make_classification
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
home = sys.argv[1]
os.mkdir(home + '/many')
X, y = make_classification(200, 8, random_state=0)
for i in range(1000):
    model = RandomForestClassifier(3, random_state=i) if i % 2 else make_pipeline(StandardScaler(), LogisticRegression())
    with open(f'{home}/many/{i:04d}.pkl', 'wb') as f: pickle.dump(model.fit(X, y), f)
os.mkdir(home + '/forests')
kinds = [RandomForestClassifier(n, random_state=n) for n in (10, 20, 50, 100)]
kinds += [GradientBoostingClassifier(n_estimators=n, random_state=n) for n in (20, 100)]
forests = [pickle.dumps(kind.fit(X, y)) for kind in kinds]
for i in range(1000):
    with open(f'{home}/forests/{i:04d}.pkl', 'wb') as f: f.write(forests[i % len(forests)])
layers = {f'layers.{i}.weight': torch.zeros(4096, 4096) for i in range(32)}
torch.save(layers, home + '/checkpoint.pt')
torch.save(layers, home + '/legacy.pt', _use_new_zipfile_serialization=False)
with open(home + '/arrays.pkl', 'wb') as f: pickle.dump({k: v.numpy() for k, v in layers.items()}, f, protocol=4)
`;
const home = mkdtempSync(join(values.scratch, 'modelbag-speed-'));
try {
  execFileSync(values.python, ['-c', MAKE, home], { stdio: 'inherit' });
  const picklescan = join(values.peers, 'peer-picklescan', 'bin', 'picklescan');
  const cases = [
    ['1,000 pickles of 1 and 9 kB: lines, forests of three trees', join(home, 'many')],
    ['1,000 pickles of 23 to 254 kB: forests and boosting of 10 to 100 trees', join(home, 'forests')],
    ['checkpoint, torch zip', join(home, 'checkpoint.pt')],
    ['checkpoint, torch before 1.6', join(home, 'legacy.pt')],
    ['checkpoint, pickle of NumPy arrays', join(home, 'arrays.pkl')],
  ];
  const isFolder = (path) => statSync(path).isDirectory();
  const rows = [];
  for (const [what, path] of cases) {
    const times = { ours: [], theirs: [] };
    // The first round warms the page cache and is not counted.
    for (let round = 0; round <= Number(values.rounds); round++) {
      const ours = await runOnce([process.execPath, values.cli, 'inspect', '--format', 'json', '--', path]);
      const theirs = await runOnce([picklescan, '-p', path]);
      if (round === 0) continue;
      times.ours.push(ours.seconds);
      times.theirs.push(theirs.seconds);
    }
    const [a, b] = [median(times.ours), median(times.theirs)];
    const size = isFolder(path) ? '' : ` (${(statSync(path).size / 1e9).toFixed(1)} GB)`;
    rows.push(`| ${what}${size} | ${a.toFixed(2)} s | ${b.toFixed(2)} s | ${(b / a).toFixed(1)} × |`);
  }
  const version = execFileSync(join(values.peers, 'peer-picklescan', 'bin', 'python'), [
    '-c',
    'import importlib.metadata as m; print(m.version("picklescan"))',
  ])
    .toString()
    .trim();
  const text = [
    BEGIN,
    `| | modelbag | picklescan ${version} | |`,
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
    `Whole processes, medians of ${values.rounds}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim()}.`,
    END,
  ].join('\n');
  process.stdout.write(`${text}\n`);
  const page = join(root, 'docs', 'safety.md');
  const before = readFileSync(page, 'utf8');
  const [start, end] = [before.indexOf(BEGIN), before.indexOf(END)];
  writeFileSync(page, before.slice(0, start) + text + before.slice(end + END.length));
} finally {
  rmSync(home, { recursive: true, force: true });
}
