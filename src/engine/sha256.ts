import { sha256Hex } from '../core/sha256';

/** SHA-256 in lower-case hex, by the host's own. */
export const sha256 = (bytes: Uint8Array): Promise<string> => sha256Hex(bytes, crypto.subtle);
