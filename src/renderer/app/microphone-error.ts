import { errorText, UtterError } from '../../core/errors';
import { t } from '../locales/language';

/** A microphone that went away and did not come back. */
export function lostError(label: string): UtterError {
  return new UtterError('microphone-lost', t('failures.microphoneLost', { name: label }), t('failures.microphoneLostRemedy'));
}

/** A failure of getUserMedia in words; the names are those of the Media Capture and Streams specification. */
export function microphoneError(error: unknown, deviceId: string | null): UtterError {
  const name = error instanceof Error ? error.name : '';
  const options = { cause: error };
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return new UtterError('microphone-denied', t('failures.microphoneDenied'), t('failures.microphoneDeniedRemedy'), options);
  }
  if (name === 'OverconstrainedError' && deviceId !== null) {
    return new UtterError('microphone-missing', t('failures.microphoneGone'), t('failures.microphoneGoneRemedy'), options);
  }
  if (name === 'NotFoundError' || name === 'OverconstrainedError') {
    return new UtterError('microphone-missing', t('failures.noMicrophone'), t('failures.noMicrophoneRemedy'), options);
  }
  return new UtterError(
    'microphone-missing',
    t('failures.microphoneNotOpened', { reason: errorText(error) }),
    t('failures.microphoneNotOpenedRemedy'),
    options,
  );
}
