import { redact } from '../assess/redact.js';
import { findSecret } from '../collect/secrets.js';

const HIDDEN = '[redacted]';
/** Options whose value opens something, whatever it looks like. */
const SECRET_OPTION =
  /(^|[._-])(api[._-]?key|access[._-]?key|secret\w*|token|password|passwd|passphrase|pwd|auth|credentials?|private[._-]?key)$/i;

/** A command as anybody may read it: values of secret options, tokens, passwords in addresses, mail and user names are hidden. */
export function redactCommand(command: readonly string[]): string[] {
  return command.map((word, at) => {
    const before = /^-{1,2}([\w.-]+)$/.exec(command[at - 1] ?? '')?.[1];
    if (before !== undefined && SECRET_OPTION.test(before) && !word.startsWith('-')) return HIDDEN;
    const [, name = '', value] = /^(-{0,2}[\w.-]+)=(.*)$/s.exec(word) ?? [];
    if (value !== undefined && SECRET_OPTION.test(name)) return `${name}=${HIDDEN}`;
    if (findSecret('command', word) !== null) return HIDDEN;
    return redact(word.replace(/(\w+:\/\/)[^\s/@]+@/g, `$1${HIDDEN}@`));
  });
}
