/** What measuring the user's words can be told. */
export interface CustomWordsOptions {
  readonly model?: string;
  /** Keeps recordings and encoder output from one run to the next. */
  readonly cache?: string;
  /** Tables of real speech; without them those in `corpusFolder`. */
  readonly speech?: readonly string[];
  /** Of real speech. */
  readonly minutes?: number;
  readonly names?: number;
  readonly boost?: number;
  /** Voices, of those installed, that say each name. */
  readonly voicesPerName?: number;
  /** Lengths of the lists that are held against real speech: the spoken names first. */
  readonly sizes?: readonly number[];
  /** Names whose pronunciations are learned from three recordings. */
  readonly learn?: number;
  readonly log?: (line: string) => void;
}
