/** A change of a text: at `at`, `before` became `after`. */
export interface EditStep {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** The steps that led to a text, oldest first. */
export interface EditTrail {
  readonly steps: readonly EditStep[];
  /** How many of them the text contains; those behind were undone and can be done again. */
  readonly done: number;
}

export const noEdits: EditTrail = { steps: [], done: 0 };

/** More than these are forgotten, the oldest first; the text before the edit is a version of its entry all the same. */
const mostSteps = 300;
const mostLetters = 400_000;

/** The trail with one more step; what was undone before can't be done again. */
export function stepped({ steps, done }: EditTrail, before: string, after: string): EditTrail {
  if (before === after) return { steps, done };
  const kept = [...steps.slice(0, done), change(before, after)].slice(-mostSteps);
  let letters = 0;
  const first = kept.findLastIndex((step) => (letters += step.before.length + step.after.length) > mostLetters);
  const fitting = kept.slice(first + 1);
  return { steps: fitting, done: fitting.length };
}

/** The text and its trail before the last step; null where there is none, or where it led to another text. */
export function undone({ steps, done }: EditTrail, text: string): { readonly trail: EditTrail; readonly text: string } | null {
  const step = steps[done - 1];
  if (step === undefined || !text.startsWith(step.after, step.at)) return null;
  const before = text.slice(0, step.at) + step.before + text.slice(step.at + step.after.length);
  return { trail: { steps, done: done - 1 }, text: before };
}

/** The same with the step that was undone last. */
export function redone({ steps, done }: EditTrail, text: string): { readonly trail: EditTrail; readonly text: string } | null {
  const step = steps[done];
  if (step === undefined || !text.startsWith(step.before, step.at)) return null;
  const after = text.slice(0, step.at) + step.after + text.slice(step.at + step.before.length);
  return { trail: { steps, done: done + 1 }, text: after };
}

/** The smallest change in one place that makes one text from the other. */
function change(before: string, after: string): EditStep {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { at: start, before: before.slice(start, before.length - end), after: after.slice(start, after.length - end) };
}
