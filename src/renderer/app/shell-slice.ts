import type { Failure } from '../../core/errors';
import { dictationPage, type Page } from './pages';

/** Something to read in the alert: what went wrong and what to do about it. */
export type Problem = Pick<Failure, 'message' | 'remedy'>;

export interface ShellSlice {
  readonly pages: readonly Page[];
  readonly selectedPageId: string;
  /** A sentence the status line shows for a moment, such as "Copied". */
  readonly remark: string | null;
  /** A failure that belongs to neither dictation, engine nor page: a copy or an export. */
  readonly problem: Problem | null;
}

export const shellSlice: ShellSlice = {
  pages: [dictationPage],
  selectedPageId: dictationPage.id,
  remark: null,
  problem: null,
};
