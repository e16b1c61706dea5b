import type { ErrorCode } from '../../../core/errors';

/** What kind of error it is, for those who don't read English; the exact message follows. English has that message alone. */
export const errors = {
  'model-not-found': {
    message: 'A model or one of its files is missing.',
    remedy: 'Choose another model, or install this one again.',
  },
  'model-invalid': { message: 'A model can’t be used.', remedy: 'Choose another model, or install this one again.' },
  'backend-unavailable': {
    message: 'Speech can’t be computed here in the way that was chosen.',
    remedy: 'Leave the choice to Utter, or update the graphics driver.',
  },
  'audio-undecodable': { message: 'A recording can’t be read.', remedy: 'Convert it to WAV, FLAC or MP3, or record it again.' },
  'audio-empty': { message: 'A recording contains no sound.', remedy: 'Choose another track, or record it again.' },
  'audio-invalid': { message: 'A recording or the microphone gave damaged sound.', remedy: 'Record it again.' },
  'device-lost': {
    message: 'What computes speech has stopped.',
    remedy: 'Try again; Utter uses something else if there is anything.',
  },
  'microphone-denied': {
    message: 'Utter is not allowed to use the microphone.',
    remedy: 'Allow it in your browser or system, then start again.',
  },
  'microphone-missing': { message: 'No microphone can be used.', remedy: 'Connect one, then start again.' },
  'microphone-lost': {
    message: 'The microphone was disconnected.',
    remedy: 'Connect it again; what you said until then is kept.',
  },
  'manifest-invalid': {
    message: 'A model’s description is not valid.',
    remedy: 'Choose another model, or install this one again.',
  },
  'words-invalid': { message: 'Some of your words can’t be used.', remedy: 'Correct them under Settings.' },
  'text-invalid': { message: 'A setting for written text is not valid.', remedy: 'Correct it under Settings.' },
  'file-unwritable': { message: 'A file could not be written.', remedy: 'Free some space, or choose another place.' },
  'download-failed': { message: 'The download failed.', remedy: 'Try again later; what has arrived is kept.' },
  'history-unavailable': {
    message: 'The history can’t be read or written.',
    remedy: 'Free some space, or allow Utter to store data.',
  },
  internal: {
    message: 'Something unexpected went wrong.',
    remedy: 'Try again. If it happens again, please report it with this message.',
  },
} as const satisfies Record<ErrorCode, { readonly message: string; readonly remedy: string }>;

export const errorDetail = { exact: 'In full: “{{detail}}”' } as const;
