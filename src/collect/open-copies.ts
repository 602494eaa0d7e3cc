import { folderOf, nameOf } from '../formats/file-access.js';
import type { Format } from '../formats/format.js';

/** A model that may be a copy of another; without format where its content cannot be read. */
export interface Candidate {
  entry: string;
  format?: Format;
}

/** Folders and names of copies in an open format. */
const EXPORT_PATH = /(^|\/)(exports?|exported|onnx|open|converted|deploy(ment)?)\//i;

export const isExportPath = (path: string): boolean => EXPORT_PATH.test(path);

/** Models in an open format that by folder or name are copies of a native model. */
export function openCopies(models: readonly Candidate[]): Set<string> {
  const natives = models.filter((model) => !isOpen(model));
  if (natives.length === 0) return new Set();
  const copies = models.filter(
    (model) =>
      isOpen(model) && (isExportPath(model.entry) || natives.some((native) => isCopyOf(model.entry, native.entry))),
  );
  return new Set(copies.map(({ entry }) => entry));
}

/** An open format that no framework owns, or an exchange format. */
const isOpen = ({ format }: Candidate): boolean =>
  format !== undefined &&
  format.facts.openExport === undefined &&
  format.facts.independent &&
  (format.facts.disclosure === 'standard' || format.facts.disclosure === 'documented');

/** `models/iris.pkl` and `exports/iris.onnx`: the same name, the folders aside. A directory model goes by its folder. */
const isCopyOf = (copy: string, native: string): boolean => stems(copy).some((stem) => stems(native).includes(stem));

const WEAK_STEM = /^(saved_model|model|weights|data|best|final|last|index|pytorch_model|main|config|manifest)$/i;

/** Names by which a model may be known: its file name without extensions, and the folders that may be the model. */
function stems(path: string): string[] {
  const bare = (name: string): string => name.replace(/(\.[A-Za-z][A-Za-z0-9]{0,11})+$/, '').toLowerCase();
  const name = bare(nameOf(path));
  const folder = bare(nameOf(folderOf(path)));
  const package_ = /([^/]+)\.(mlpackage|mlmodelc)\//.exec(path)?.[1];
  const found = package_ === undefined ? [] : [package_.toLowerCase()];
  if (!WEAK_STEM.test(name)) return [...found, name];
  return [...found, ...(folder === '' ? [] : [folder]), `${folder}/${name}`];
}
