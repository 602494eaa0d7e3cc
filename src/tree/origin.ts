/**
 * The address of a remote without anything secret: user information of http(s), passwords of ssh, queries. Undefined for
 * paths of this machine, which say something about a person and nothing to a stranger.
 */
export function publicAddress(address: string): string | undefined {
  const text = address.trim();
  // user@host:path of ssh. A Windows path has a backslash or a single letter before the colon.
  const short = /^(?:([^@/\\\s]+)@)?([A-Za-z0-9.-]{2,}):(?!\/\/)([^\s\\]+)$/.exec(text);
  if (short) return `${short[1] === undefined ? '' : `${withoutPassword(short[1])}@`}${short[2]}:${short[3]}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^(https?|ssh|git|git\+ssh|ssh\+git):$/.test(url.protocol) || url.hostname === '') return undefined;
  url.password = '';
  if (url.protocol.startsWith('http')) url.username = '';
  url.search = '';
  url.hash = '';
  return url.href;
}

const withoutPassword = (user: string): string => user.split(':', 1)[0] as string;

/** Last segment of a path or address, without `.git`; '' where there is none. */
export function lastSegment(address: string): string {
  const segments = address.replace(/[?#].*$/, '').split(/[/\\:]/);
  const last = segments.filter((segment) => segment !== '' && segment !== '.git').at(-1) ?? '';
  return last.replace(/\.git$/, '');
}
