import { toFailure } from '../../core/errors';
import type { AppStore } from './store';

/** Runs an action whose failure is told and changes nothing else. */
export async function attempt(action: () => Promise<unknown>, tell: (error: unknown) => void): Promise<void> {
  try {
    await action();
  } catch (error) {
    tell(error);
  }
}

/** A failure in one line: what went wrong, and what to do about it. */
export function failureText(error: unknown): string {
  const { message, remedy } = toFailure(error);
  return `${message} ${remedy}`;
}

/** Tells a failure in the alert. */
export function alertIn(store: AppStore): (error: unknown) => void {
  return (error) => store.setState({ problem: toFailure(error) });
}
