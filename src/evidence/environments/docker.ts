import { type Declaration, type Declared, type EnvironmentFormat, fileName } from './declaration.js';
import images from './images.json' with { type: 'json' };

/** Image of a container: the last stage is what runs, the others give files to it. */
export const dockerfile: EnvironmentFormat = {
  id: 'dockerfile',
  title: 'Dockerfile',
  ecosystem: 'docker',
  recognize: (path) => /^(.+\.)?(Dockerfile|Containerfile)(\..+)?$/i.test(fileName(path)) || /\.def$/i.test(path),
  parse(text, path) {
    return /\.def$/i.test(path) ? apptainer(text) : parseDockerfile(text);
  },
};

function parseDockerfile(text: string): Declared | undefined {
  const stages = stagesOf(text);
  if (stages.length === 0) return undefined;
  const names = new Set(stages.map((stage) => stage.name).filter((name) => name !== undefined));
  const outside = stages.filter((stage) => !names.has(stage.image) && stage.image !== 'scratch');
  const copied = copiesFrom(text).filter((stage) => !names.has(stage.image) && !/^\d+$/.test(stage.image));
  return describe(
    text,
    [...copied, ...outside].map((stage) => imageDeclaration(stage.image, stage.line)),
  );
}

/** Images that only give files: `COPY --from=image`. */
const copiesFrom = (text: string): Stage[] =>
  text.split('\n').flatMap((line, index) => {
    const image = /^\s*COPY\s+(?:--\S+\s+)*--from=(\S+)/i.exec(line)?.[1];
    return image === undefined ? [] : [{ image, line: index + 1 }];
  });

/** Singularity and Apptainer definition files that start from a Docker image. */
function apptainer(text: string): Declared | undefined {
  if (!/^bootstrap:\s*docker/im.test(text)) return undefined;
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^from:/i.test(line));
  return at === -1
    ? undefined
    : describe(text, [imageDeclaration(lines[at]!.replace(/^from:\s*/i, '').trim(), at + 1)]);
}

interface Stage {
  image: string;
  name?: string;
  line: number;
}

/** A value without the quotes around it. */
const unquoted = (value: string): string => /^(["'])([\s\S]*)\1$/.exec(value)?.[2] ?? value;

/** FROM lines with `ARG` defaults filled in. */
function stagesOf(text: string): Stage[] {
  const args = new Map<string, string>();
  const stages: Stage[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const arg = /^\s*ARG\s+(\w+)=([\s\S]*)/i.exec(line);
    if (arg && stages.length === 0) args.set(arg[1]!, unquoted(arg[2]!.trim()));
    const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line);
    if (!from) continue;
    const image = from[1]!.replace(
      /\$\{?(\w+)(?::-([^}]*))?\}?/g,
      (_, name: string, fallback?: string) => args.get(name) ?? fallback ?? '',
    );
    stages.push({ image, line: index + 1, ...(from[2] !== undefined && { name: from[2] }) });
  }
  return stages;
}

/** An image fixed by digest is exact; by the full version tag of a language or framework image nearly so; else not. */
function imageDeclaration(image: string, line: number): Declaration {
  const [address = '', digest] = image.split('@');
  const slash = address.lastIndexOf('/');
  const colon = address.indexOf(':', slash);
  const name = colon === -1 ? address : address.slice(0, colon);
  const tag = colon === -1 ? undefined : address.slice(colon + 1);
  if (digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest)) {
    return { name, line, pin: 'exact', version: tag ?? digest, hashed: true };
  }
  if (tag === undefined || /^(latest|stable|nightly|main|master|devel|edge)\b/.test(tag)) {
    return {
      name,
      line,
      pin: 'bare',
      hashed: false,
      why: `${tag === undefined ? 'no tag' : `tag ${tag}`}: every build may get another image`,
    };
  }
  const isKnown = images.languages.some((known) => matches(name, known)) && /\d+\.\d+/.test(tag);
  if (isKnown) return { name, line, pin: 'exact', version: tag, hashed: false };
  return {
    name,
    line,
    pin: 'range',
    wish: `:${tag}`,
    hashed: false,
    why: `tag ${tag} can move and names no version of a language or framework; add the digest`,
  };
}

/** `owner/*` stands for every image of an owner. */
const matches = (name: string, known: string): boolean => {
  const plain = name.replace(/^(docker\.io\/)?(library\/)?/, '');
  return known.endsWith('/*') ? plain.startsWith(known.slice(0, -1)) : plain === known;
};

/** Grades by the last image; what is installed on top without a version is a remark that keeps a digest from counting in full. */
function describe(text: string, images: readonly Declaration[]): Declared {
  const final = images.at(-1);
  const problems = images
    .slice(0, -1)
    .filter((image) => image.pin !== 'exact')
    .map((image) => ({ line: image.line, message: `${image.name}: ${image.why ?? 'not exact'}` }));
  const installs = looseInstalls(text);
  const python = /(?:^|\/)python$/.test(final?.name ?? '')
    ? /^\d+\.\d+(\.\d+)?/.exec(final?.version ?? '')?.[0]
    : undefined;
  return {
    declarations: final ? [final] : [],
    closure: final?.hashed === true,
    problems: [...problems, ...installs],
    ...(python !== undefined && { interpreter: python }),
    ...(final?.hashed && problems.length + installs.length === 0
      ? { selfContained: true as const }
      : { atMost: 'P2' as const }),
  };
}

/** `pip install name`, `conda install name` without versions; installing from files is fine. */
function looseInstalls(text: string): { line: number; message: string }[] {
  return text.split('\n').flatMap((line, index) => {
    const command = /\b(pip3?|conda|mamba|micromamba) install\s+([^&|;]*)/.exec(line);
    if (!command || /^\s*#/.test(line)) return [];
    const words = command[2]!
      .replace(/(^|\s)-(r|c|n|f|i|-[\w-]*(file|channel|name|index-url|requirement|prefix))[= ]\s*\S+/g, ' ')
      .split(/\s+/);
    const loose = words
      .map((word) => word.replace(/^["']|["']$/g, ''))
      .filter((word) => /^[A-Za-z]/.test(word) && !/[=@<>/]/.test(word) && !/^(pip|setuptools|wheel)$/.test(word));
    return loose.length === 0
      ? []
      : [{ line: index + 1, message: `${command[1]} installs ${loose.join(', ')} without version` }];
  });
}
