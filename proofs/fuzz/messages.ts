import type { ErrorCode } from '../../src/core/errors';
import type { Kind } from './inputs';

export interface Request {
  readonly seed: number;
  readonly index: number;
}

export type Outcome =
  | { readonly state: 'read' }
  | { readonly state: 'refused'; readonly code: ErrorCode }
  | { readonly state: 'untyped'; readonly problem: string };

export type Reply =
  | { readonly type: 'ready' }
  | { readonly type: 'began'; readonly index: number; readonly kind: Kind; readonly how: string }
  | { readonly type: 'ended'; readonly index: number; readonly outcome: Outcome; readonly rssMb: number };
