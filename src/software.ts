import manifest from '../package.json' with { type: 'json' };

/** What we call ourselves in bags, crates and reports. */
export const SOFTWARE = {
  name: 'modelbag',
  version: manifest.version,
  url: 'https://github.com/modelbag/modelbag',
} as const;

/** How we introduce ourselves to servers. */
export const USER_AGENT = `${SOFTWARE.name}/${SOFTWARE.version} (+${SOFTWARE.url})`;
