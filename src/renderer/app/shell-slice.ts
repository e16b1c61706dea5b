import type { Failure } from '../../core/errors';
import { dictationPage, type Page, type Taken } from './pages';

/** Something to read in the alert: what went wrong and what to do about it. */
export type Problem = Pick<Failure, 'message' | 'remedy'> | OfferedProblem;

/** One that the alert's button removes: what the user chose is left to Utter from then on. */
export interface OfferedProblem extends Pick<Failure, 'message' | 'remedy'> {
  readonly offer: 'automatic backend' | 'automatic model';
}

export interface ShellSlice {
  readonly pages: readonly Page[];
  readonly selectedPageId: string;
  /** A text that is being edited by hand, as it would be saved; null where none is. */
  readonly draft: { readonly pageId: string; readonly text: string } | null;
  /** What can be undone. */
  readonly taken: Taken | null;
  /** A sentence the status line shows for a moment, such as "Copied". */
  readonly remark: string | null;
  /** A failure that belongs to neither dictation, engine nor page: a copy or an export. */
  readonly problem: Problem | null;
}

export const shellSlice: ShellSlice = {
  pages: [dictationPage],
  selectedPageId: dictationPage.id,
  draft: null,
  taken: null,
  remark: null,
  problem: null,
};
