import { toFailure, UtterError, type Failure } from '../../core/errors';
import { i18n, t } from './language';

/**
 * A failure from the recogniser or the host, which speak English, as a person reads it: in another language that says first what kind of
 * failure it is and what to do, and the exact message follows.
 */
export function localized({ code, message, remedy }: Failure): Failure {
  if (i18n.language === 'en') return { code, message, remedy };
  const exact = t('errorDetail.exact', { detail: `${message} ${remedy}` });
  return { code, message: t(`errors.${code}.message`), remedy: `${t(`errors.${code}.remedy`)} ${exact}` };
}

/** As `localized`, to be thrown. */
export function localizedError(error: unknown): UtterError {
  const { code, message, remedy } = localized(toFailure(error));
  return new UtterError(code, message, remedy, { cause: error });
}

/** A host whose failures are localized. What is handed over by Electron can't be changed, so it is another object. */
export function localizedHost<Host extends object>(host: Host): Host {
  const entries = Object.entries(host).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function') return [name, member];
    const call = member as (...args: unknown[]) => unknown;
    return [
      name,
      (...args: unknown[]): unknown => {
        const answer = call(...args);
        return answer instanceof Promise ? answer.catch((error: unknown) => Promise.reject(localizedError(error))) : answer;
      },
    ];
  });
  return Object.fromEntries(entries) as Host;
}
