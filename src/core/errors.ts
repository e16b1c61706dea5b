export type ErrorCode =
  | 'model-not-found'
  | 'model-invalid'
  | 'backend-unavailable'
  | 'audio-undecodable'
  | 'audio-empty'
  | 'audio-invalid'
  | 'device-lost'
  | 'microphone-denied'
  | 'microphone-missing'
  | 'microphone-lost'
  | 'manifest-invalid'
  | 'words-invalid'
  | 'text-invalid'
  | 'file-unwritable'
  | 'download-failed'
  | 'history-unavailable'
  | 'internal';

/** A failure as a person should read it: what happened, to which file, and what to do about it. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** Every error Utter throws on purpose; `message` names the file or device, `remedy` says what to do. */
export class UtterError extends Error implements Failure {
  override readonly name = 'UtterError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What any thrown value says. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether a value has a failure's shape, as one that crossed a worker or IPC boundary has. */
function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value && 'remedy' in value;
}

/** Any thrown value as a `Failure`, so that it can cross a worker or IPC boundary, and back again. */
export function toFailure(error: unknown): Failure {
  if (isFailure(error)) return { code: error.code, message: error.message, remedy: error.remedy };
  return {
    code: 'internal',
    message: errorText(error),
    remedy: 'This is a defect in Utter. Please report it with this message.',
  };
}
