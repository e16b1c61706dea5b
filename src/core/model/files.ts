import { UtterError } from '../errors';

/** The files of one model, wherever they are: a folder, a web server, a test's memory. */
export interface ModelFiles {
  /** Folder or URL, for messages. */
  readonly location: string;
  /** The whole file; rejects with `UtterError('model-not-found')` when it isn't there. */
  read(name: string): Promise<Uint8Array>;
  /** The files of the model in the folder of that name beside this one; absent where a model has no neighbours. */
  beside?(folder: string): ModelFiles;
}

/** Ends the address of a model that the browser edition's page keeps in its own storage, in a folder of the name before it. */
export const storedMark = '?stored';

/** The error for a model that is there but can't be used. */
export function invalidModel(location: string, file: string, problem: string, cause?: unknown): UtterError {
  return new UtterError(
    'model-invalid',
    `${location.replace(/\/$/, '')}/${file} ${problem}.`,
    'The model is damaged or was made for another version of Utter. Reinstall or re-export it.',
    cause === undefined ? undefined : { cause },
  );
}
