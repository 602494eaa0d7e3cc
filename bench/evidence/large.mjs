// Gathers the evidence of a repository of 20,000 files and prints time and memory of each stage.
// usage: node bench/evidence/large.mjs [files]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load } from './load.mjs';

const total = Number(process.argv[2] ?? 20_000);
const folder = mkdtempSync(join(tmpdir(), 'modelbag-large-'));

const TRAIN = (i) => `import argparse
import torch
import numpy as np
from package.module_${(i * 7) % 97} import build

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=${i})
    parser.add_argument("--lr", type=float, default=1e-3)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    model = build(${i})
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    for epoch in range(10):
        loss = model(torch.randn(4, 8)).sum()
        loss.backward()
        optimizer.step()
    torch.save(model.state_dict(), f"runs/{args.seed}/model_${i}.pt")

if __name__ == "__main__":
    main()
`;
const MODULE = (i) => `import torch.nn as nn

class Block${i}(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, x):
        return self.linear(x).relu()

def build(depth=${i}):
    return nn.Sequential(*[Block${i}() for _ in range(depth % 5 + 1)])
`;
const CONFIG = (i) =>
  `seed: ${i}\nmodel:\n  name: net_${i}\n  width: 64\n  layers: [1, 2, 3]\ntrainer:\n  max_epochs: 10\n  lr: 0.001\n`;
/** Share of all files, path, content. What such repositories are made of: mostly data, logs and pictures. */
const KINDS = [
  [0.02, (i) => `experiments/e${i % 40}/train_${i}.py`, TRAIN],
  [0.1, (i) => `package/module_${i}.py`, MODULE],
  [0.05, (i) => `configs/g${i % 30}/c_${i}.yaml`, CONFIG],
  [
    0.05,
    (i) => `results/r${i % 50}/metrics_${i}.json`,
    (i) => JSON.stringify({ accuracy: i / 1e4, loss: 1 / (i + 1) }),
  ],
  [
    0.03,
    (i) => `docs/d${i % 20}/page_${i}.md`,
    (i) => `# Page ${i}\n\nTrained on https://example.org/data/${i}.csv.\n`.repeat(5),
  ],
  [0.35, (i) => `data/raw/s${i % 100}/sample_${i}.txt`, (i) => `${i} 0.5 0.25\n`.repeat(20)],
  [
    0.25,
    (i) => `data/images/s${i % 100}/${i}.png`,
    (i) => Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), Buffer.alloc(400, i)]),
  ],
  [0.15, (i) => `logs/l${i % 60}/run_${i}.csv`, (i) => `epoch,loss\n${`1,${i}\n`.repeat(30)}`],
];
let written = 0;
for (const [share, path, content] of KINDS)
  for (let i = 0; i < Math.round(share * total); i++, written++) {
    const place = join(folder, path(i));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content(i));
  }

const { openTree, collect, gather, DEFAULT_CONFIG } = await load();
const stages = [];
let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 20);
const timed = async (name, work) => {
  const start = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  peak = Math.max(peak, process.memoryUsage().rss);
  const { user, system } = process.cpuUsage(before);
  stages.push([name, performance.now() - start, (user + system) / 1000]);
  return value;
};
const tree = await timed('open', () => openTree(folder));
const collection = await timed('collect', () => collect(tree, DEFAULT_CONFIG));
const evidence = await timed('gather', () => gather(collection, []));
clearInterval(watch);
await tree.close();
rmSync(folder, { recursive: true });
for (const [name, time, cpu] of stages)
  process.stdout.write(`${name.padEnd(8)} ${(time / 1000).toFixed(2)} s, ${(cpu / 1000).toFixed(2)} s of processor\n`);
const all = stages.reduce((sum, [, time]) => sum + time, 0);
process.stdout.write(
  `${written} files in ${(all / 1000).toFixed(2)} s (limit 5 s), peak ${Math.round(peak / 2 ** 20)} MiB (limit 500 MiB); ${evidence.seeds.length} seeds, ${evidence.scripts.length} scripts, ${evidence.unread.length} unread\n`,
);
