import { bytesIn, type ListedFile, type ListedPart } from '../split/parts-document.js';

/**
 * What README.txt says of files that lie beside the bag; '' where there are none. Made from parts.json alone, so that `complete` can
 * take the same words out again.
 */
export interface MissingWords {
  english: string;
  german: string;
}

export function missingWords(files: readonly ListedFile[], bag: string): MissingWords {
  if (files.length === 0) return { english: '', german: '' };
  return { english: englishWords(files, bag), german: germanWords(files, bag) };
}

const englishWords = (files: readonly ListedFile[], bag: string): string => `
THIS ARCHIVE IS INCOMPLETE ALONE
Files too large to be published inside of it are published beside it. With
modelbag, one command fetches them, verifies them and writes the whole archive:
  modelbag complete ${bag}.zip
Without modelbag: unpack this archive, download the files below into the folder
that holds this file, and bring each to its place with the command below it.
Then verify as described under HOW TO VERIFY. parts.json has every digest.
${files.map((file) => instructions(file, { unit: 'bytes', windows: 'or on Windows', same: 'the same in Git Bash or WSL' })).join('')}`;

const germanWords = (files: readonly ListedFile[], bag: string): string => `
DIESES ARCHIV IST ALLEIN UNVOLLSTAENDIG
Dateien, die zu gross sind, um darin veroeffentlicht zu werden, liegen daneben.
Mit modelbag holt und prueft sie ein Befehl und schreibt das ganze Archiv:
  modelbag complete ${bag}.zip
Ohne modelbag: Entpacken Sie dieses Archiv, laden Sie die folgenden Dateien in
den Ordner mit dieser Datei, und bringen Sie jede mit dem Befehl darunter an
ihren Platz. Pruefen Sie dann wie unten beschrieben; alle Pruefsummen stehen in
parts.json.
${files.map((file) => instructions(file, { unit: 'Byte', windows: 'oder unter Windows', same: 'dasselbe in Git Bash oder WSL' })).join('')}`;

/** Longest line that cmd.exe takes, less some room. */
const LONGEST_COMMAND = 8000;

interface Words {
  unit: string;
  windows: string;
  /** That the command for Unix does there as well. */
  same: string;
}

/** What to download and the stock command, for shells of Unix and for cmd.exe. Names and paths of bags need no more than quotes. */
function instructions({ path, parts }: ListedFile, { unit, windows, same }: Words): string {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const needed = parts.filter((part) => bytesIn(part) > 0 || parts.length === 1);
  const downloads = needed.map(({ url, size }) => `  ${url} (${size} ${unit})\n`).join('');
  const into = `mkdir -p "${folder}" &&`;
  if (needed.some(({ skip }) => skip > 0))
    return `${downloads}    ${into} { ${needed.map(taken).join('; ')}; } > "${path}"\n    ${windows}:\n    ${same}\n`;
  const [first = '', ...rest] = needed.map(({ name }) => name);
  const pattern = first.replace(/\.part\d+$/, '.part*');
  const unix = rest.length === 0 ? `mv ${first} "${path}"` : `cat ${pattern} > "${path}"`;
  const [there, target] = [folder, path].map((each) => each.replaceAll('/', '\\'));
  const joined = `copy /b ${[first, ...rest].join(' + ')} "${target}"`;
  const command =
    rest.length === 0
      ? `move ${first} "${target}"`
      : joined.length <= LONGEST_COMMAND
        ? joined
        : `copy /b ${pattern} "${target}"`;
  return `${downloads}    ${into} ${unix}\n    ${windows}:\n    mkdir "${there}" & ${command}\n`;
}

/** Puts out the bytes of a part that are of the file. */
const taken = ({ name, skip }: ListedPart): string => (skip === 0 ? `cat ${name}` : `tail -c +${skip + 1} ${name}`);
