/** A segment that Windows takes for a device, whatever follows the first dot; blanks before it do not count. */
export const isWindowsDevice = (segment: string): boolean =>
  /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i.test(segment);
