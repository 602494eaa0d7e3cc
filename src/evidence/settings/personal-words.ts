const HOME =
  /(\/home\/|\/Users\/|[A-Za-z]:\\+Users\\+)(?!runner\b|user\b|ubuntu\b|app\b|jovyan\b|vscode\b)[^\s/\\"']{2,}/;
const CREDENTIAL = /--?(api[_-]?key|token|password|secret)[\s=",']+[\w-]{6,}/i;

/** By the key that a tool writes before it, or by its own form. */
export const PERSONAL_WORDS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/["']?\b(e-?mail|git_user_email)["']?\s*[:=]\s*["']?[^\s"'@]+@[^\s"']+\.[a-z]{2,}/i, 'a mail address'],
  [/["']?\b(user(_?name|_id)?|git_user_name)["']?\s*[:=]\s*["']?(?!null|none|""|''|root\b)[\w.-]{2,}/i, 'a user name'],
  [/["'](host|hostname)["']\s*:\s*"(?!localhost|127\.)[\w.-]{2,}/i, 'a host name'],
  // Of a job of SLURM: its variables, and what is said when it is canceled.
  [/\bSLURM_JOB_USER="?(?!root\b)\w|^User\/Group: \w/, 'a user name'],
  [/\b(SLURM_(JOB_NODELIST|NODELIST|SUBMIT_HOST)|SLURMD_NODENAME)="?\w|\bJOB \d+ ON \S+ CANCELLED/, 'a host name'],
  [HOME, 'a home directory'],
  [CREDENTIAL, 'a credential on a command line'],
];

export const BATCH_WORDS: typeof PERSONAL_WORDS = [
  [/^#(SBATCH|PBS|BSUB|\$)\s.*[\w.%+-]@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\b/i, 'a mail address'],
];

/** What a single value names, where the key says nothing. */
export const personalIn = (value: string): string[] =>
  [
    // One letter before the sign tells as much as all of them, and is looked for once.
    [/[\w.%+-]@[\w-]+(\.[\w-]+)*\.[a-z]{2,}\b/i, 'a mail address'] as const,
    [HOME, 'a home directory'] as const,
    [CREDENTIAL, 'a credential on a command line'] as const,
  ].flatMap(([pattern, what]) => (value.length < 10_000 && pattern.test(value) ? [what] : []));
