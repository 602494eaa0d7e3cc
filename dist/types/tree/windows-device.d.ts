/** A segment that Windows takes for a device, whatever follows the first dot; blanks before it do not count. */
export declare const isWindowsDevice: (segment: string) => boolean;
