import { basename, join } from 'node:path';
import { renderSummary } from '../report/summary.js';
import { type AssetFile, bagOf, sideFilesOf } from './asset-files.js';
import { WorkflowError } from './errors.js';
import { packedBag, readReplay, readReport } from './packed-bag.js';
import type { Run } from './project.js';
import { announce, publishBag } from './publication.js';
import { faultOfBag, partsOfBag } from './published-parts.js';
import { REPORT_NAME } from './report-files.js';

/** The small job with the write token: attaches the bag that a job without one has packed, once it is verified again. */
export async function publish(run: Run, tag: string): Promise<void> {
  const { host, directory } = run;
  const { bag, names } = await packedBag(run);
  const path = join(directory, bag);
  const fault = await faultOfBag(path, host.progress);
  if (fault !== null)
    throw new WorkflowError(`${bag} is not what was packed: ${fault}`, 'It changed on its way; pack it again.');
  const assessment = await readReport(join(directory, REPORT_NAME));
  if (assessment && assessment.tag !== tag)
    throw new WorkflowError(
      `${bag} was packed for ${assessment.tag}, not for ${tag}`,
      'Pack and publish in the same run.',
    );
  const listed = (await partsOfBag(path)).flatMap(({ parts }) => parts);
  const files = await announce(run, {
    bag: path,
    parts: listed.map(({ name }) => join(directory, name)),
    beside: sideFilesOf(bag)
      .filter((name) => names.includes(name))
      .map((name) => join(directory, name)),
  });
  refuseOtherParts(listed, files);
  const replay = await readReplay(directory, bagOf(files));
  const published = await publishBag(run, { tag, files, assessment, ...(replay && { replay }) });
  if (assessment) {
    host.output('verdict', assessment.verdict);
    await host.summary(renderSummary(assessment, { bag: published, remarks: run.remarks }));
  } else host.log(`attached ${basename(path)}`);
}

/** The bag says what must lie beside it. */
function refuseOtherParts(listed: readonly { name: string; sha256: string }[], files: readonly AssetFile[]): void {
  for (const { name, sha256 } of listed) {
    const found = files.find((file) => file.name === name)?.sha256;
    if (found !== sha256)
      throw new WorkflowError(
        `${name} lies beside the bag, expected sha256 ${sha256}, found ${found}`,
        'It changed on its way; pack it again.',
      );
  }
}
