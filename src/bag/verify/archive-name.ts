/** How names of archives end that may be bags. */
export const ARCHIVE_ENDING = /\.(?:zip|t(?:gz|bz2?|xz|zst)|tar(?:\.(?:gz|bz2|xz|lzma|lz4|zst))?)$/i;
