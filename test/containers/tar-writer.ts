/** A member for tests; `type` is the type flag of its header. */
export interface TarEntry {
  name: string;
  data: string | Uint8Array;
  type?: string;
  link?: string;
  /** What ustar puts before the name. */
  prefix?: string;
}

/** Writes a ustar archive as plainly as the format allows. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = [];
  for (const { name, data, type = '0', link = '', prefix = '' } of entries) {
    const content = Buffer.from(data as string);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write(link, 157, 100);
    header.write('ustar\x0000', 257);
    header.write(prefix, 345, 155);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    parts.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512));
  }
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
