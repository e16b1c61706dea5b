/** Memory of the host's process. */
export interface ProcessMemory {
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** What the engine can't ask of every host; null where it doesn't tell. */
export interface HostMeter {
  memory(): ProcessMemory | null;
  /** Processor time that this process has taken so far, on all its threads. */
  processorMs(): number | null;
}

export interface MeasureOptions {
  /** Each of the measurements goes on until it has enough, or this long. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  readonly host: HostMeter;
  onProgress?(what: string): void;
}
