/** A file in an archive. */
export interface ArchiveEntry {
  readonly name: string;
  /** Its bytes; to be read to their end, or not at all. */
  read(): AsyncGenerator<Buffer>;
}
