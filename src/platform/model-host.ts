import type { Failure } from '../core/errors';
import type { ManifestFacts } from '../core/model/any-manifest';

export type { ManifestRate as PublishedRate } from '../core/model/any-manifest';

/** What is said of a model, whether it is here or not. */
export type ModelFacts = ManifestFacts;

export interface InstalledModel extends ModelFacts {
  readonly origin: 'shipped' | 'downloaded' | 'imported';
  /** What the host calls it where it is removed. */
  readonly folder: string;
  /** Where the speech worker fetches it. */
  readonly url: string;
}

/** Something in the user's folder that can't be used, only removed. */
export interface DamagedModel {
  readonly folder: string;
  readonly bytes: number;
  readonly failure: Failure;
}

export interface AvailableModel extends ModelFacts {
  /** What there is to know of it besides, in English; null where there is nothing. */
  readonly note: string | null;
  /** What is here of a download that was cut off. */
  readonly partialBytes: number;
  /** It is being downloaded now. */
  readonly isRunning: boolean;
}

/** All that the model manager shows. */
export interface ModelStore {
  readonly installed: readonly InstalledModel[];
  readonly damaged: readonly DamagedModel[];
  readonly available: readonly AvailableModel[];
  /** What the user's models and unfinished downloads take. */
  readonly usedBytes: number;
  /** What is left for more; null where the host can't tell. */
  readonly freeBytes: number | null;
  /** Why nothing can be downloaded here; null where it can. */
  readonly noDownloads: string | null;
  /** Why nothing can be imported here; null where it can. */
  readonly noImports: string | null;
}

export interface DownloadProgress {
  readonly id: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface ImportedModel {
  /** The installed model's. */
  readonly id: string;
  readonly folder: string;
  /** What it is, in a few words. */
  readonly what: string;
}

/** What the model manager asks of its host. */
export interface ModelHost {
  readModelStore(): Promise<ModelStore>;
  /** Downloads and installs a model of the catalogue, going on where an earlier attempt ended. @throws UtterError */
  downloadModel(id: string): Promise<'installed' | 'cancelled'>;
  /** Ends a download; nothing of it stays. */
  cancelDownload(id: string): Promise<void>;
  /**
   * Installs the model in a folder's files, or in one archive. Under Electron their paths are enough.
   * @throws UtterError what is missing or wrong
   */
  importModel(files: readonly File[]): Promise<ImportedModel>;
  /** Removes a model of the user's, or what was downloaded of it. */
  removeModel(folder: string): Promise<void>;
  onDownloadProgress(listener: (progress: DownloadProgress) => void): () => void;
}
