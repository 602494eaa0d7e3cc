import { listed, NO_DAY, type OpenCopy, type ReadmeFacts } from './told.js';

/** The English half of README.txt. */
export function readmeEnglish(told: ReadmeFacts): string {
  const models = listed(
    told.models,
    ({ path, format, promise, copy }) =>
      `${path} (${format}; ${promise === 'preservable' ? 'preservable' : 'bitstream preservation only'}${copy ? copied(copy) : ''})`,
    (rest) => `and ${rest} more, see report.md`,
  );
  return `${told.title}
Release ${told.tag}, ${told.date ?? `day unknown (${NO_DAY} stands for it in other files)`}

WHAT THIS IS
This is an archive of one release of a machine-learning project: its trained
models with the scripts, settings, random seeds and software versions that made
them, as far as the project recorded them.
Project: ${told.repository}
${told.commit ? `Revision: ${told.commit}\n` : ''}Packed by: ${told.software}
Payload: ${told.payload.files} files, ${told.payload.bytes} bytes
${told.missing}
WHICH FILE IS AUTHORITATIVE
evidence.json is the authoritative description of the contents. report.md says
the same for people. ro-crate-metadata.json (RO-Crate ${told.rocrate}), bom.cdx.json
(CycloneDX 1.6) and mof.yml repeat parts of it for other programs;
ro-crate-preview.html shows the crate in a browser. Where the project names its
authors, CITATION.cff says how to cite this release, and .zenodo.json (hidden on
some systems) describes it for a deposit at Zenodo. All files below data/ are
unaltered copies from the project, except data/data-sources.json and
data/ro-crate-metadata.json, which ${told.program} wrote.${
    told.hasMade
      ? `\nSo are in data/exports/ the files that end with .proof.json and the open copies\nthey are of: ${told.program} made them for this archive.`
      : ''
  }

MODELS
${models || '  (none)'}
"Preservable" means that the model can be read without the program that wrote
it: its own format is open, or the open copy named beside it is. "Bitstream
preservation only" means that the bytes are safe here, but that reading them in
future needs that program. A copy whose equality is not proven is taken for one
by its name alone.
Loading a model with the program that wrote it may run code that the file
carries. Read in evidence.json what was found before you load one you do not
trust.

HOW TO VERIFY
This archive is a BagIt bag (RFC 8493). Unpack it if it is a zip or a tar, go to
the folder that holds this file, and compare the digests:
  Linux:    sha256sum -c manifest-sha256.txt
            sha256sum -c tagmanifest-sha256.txt
  macOS:    shasum -a 256 -c manifest-sha256.txt
            shasum -a 256 -c tagmanifest-sha256.txt
  Windows (PowerShell):
            Get-Content manifest-sha256.txt, tagmanifest-sha256.txt | ForEach-Object {
              $digest, $path = $_ -split '  ', 2
              if ((Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash -ne $digest) { "DIFFERENT: $path" }
            }
Any BagIt tool does the same and also notices files that are too many.

HOW TO READ THE WEIGHTS WITHOUT ANY MACHINE-LEARNING SOFTWARE
tensors.csv lists every tensor that lies uncompressed in a file: in which file,
at which offset, how many bytes, of which type and shape. One seek and one read
give its values: numbers of that type in that byte order (float16, float32 and
float64 as in IEEE 754; bfloat16 is the upper half of a float32; bool is a byte),
one after the other so that the last index of the shape runs fastest. Where the
column strides is filled, it says instead how many numbers further the next one
along each index lies. sha256 is of the values in little-endian order, the last
index fastest. offset_in_zip, where filled, is the place in the zip itself, so
that nothing has to be unpacked. Other models are compressed, or are text.

WHERE THINGS ARE
  data/models/         models as the framework wrote them
  data/exports/        open copies of the models
  data/src/            scripts and notebooks
  data/env/            lockfiles and software environment
  data/config/         settings
  data/docs/           license, citation, model card, metrics
  data/training-data/  training data, where small enough
  data/data-sources.json  where the training data lies
  schemas/             what the fields of evidence.json and our other JSON mean
  droid.csv            format and PRONOM identifier of every file of the project
Below each folder a file keeps its path in the project.${
    told.hasRenamed
      ? '\nSome names were changed so that every system can hold them; names.json tells\nthe original names.'
      : ''
  }
To run a script as in the project, copy the contents of these folders together
into one new folder.

RIGHTS
${
  told.license
    ? `License: ${told.license}${told.licensePath ? ` (text: ${told.licensePath})` : ''}`
    : told.licensePath
      ? `See ${told.licensePath}.`
      : 'The project names no license. Ask its authors before you use its contents.'
}
${told.contact ? `First author: ${told.contact}\n` : ''}
WHAT WAS LEFT OUT
${
  told.leftOut.length > 0
    ? listed(
        told.leftOut,
        ({ path, reason }) => `${path}: ${reason}`,
        (rest) => `and ${rest} more, see report.md`,
      )
    : '  (nothing that was asked for)'
}
This archive makes no statement on the quality of a model and was not scanned
for viruses.

WORDS
  bag      a folder or zip with manifests that list the digest of every file
  payload  the files below data/
  tensor   an array of numbers; the weights of a model are tensors
  digest   a number computed from all bytes of a file; it changes with any byte`;
}

const COPIES = { tensors: 'open copy', proof: 'open copy with proof', 'not-proven': 'open copy, equality not proven' };

const copied = ({ path, equality }: OpenCopy): string => `, ${COPIES[equality]}: ${path}`;
