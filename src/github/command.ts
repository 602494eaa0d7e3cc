/** What somebody asks of modelbag in a comment. */
export type Command = { verb: 'check' } | { verb: 'export' } | { verb: 'explain'; rule: string } | { verb: 'help' };

/** Every command, for the answer to `help`. */
export const COMMANDS = [
  { usage: '/modelbag check', does: 'checks the pull request as it is now, and says so in its comment' },
  {
    usage: '/modelbag export',
    does: 'opens or updates a pull request with open copies of the models, and their proof',
  },
  { usage: '/modelbag explain RULE', does: 'tells what a rule means, why it matters and what to do' },
  { usage: '/modelbag help', does: 'lists these commands' },
] as const;

/** The command on the first line of a comment; null for anything else, which is none of our business. */
export function parseCommand(body: string): Command | null {
  const [, verb = 'help', rule] = /^\/modelbag(?:[ \t]+([a-z]+)(?:[ \t]+([a-z0-9-]{1,64}))?)?[ \t]*(?:\r?\n|$)/.exec(
    // Keyboards of phones begin words with a capital.
    body.toLowerCase(),
  ) ?? ['', ''];
  if (verb === 'explain') return rule === undefined ? { verb: 'help' } : { verb, rule };
  return (verb === 'check' || verb === 'export' || verb === 'help') && rule === undefined ? { verb } : null;
}
