import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { chosen } from '../app/microphone-choice';
import { Row } from '../ui/setting-rows';

/** Which microphone is listened to; one that is not connected stays chosen. */
export function MicrophonePicker() {
  const { t } = useTranslation();
  const session = useSession();
  const microphoneId = useApp((state) => state.settings.microphoneId);
  const microphones = useApp((state) => state.microphones);
  return (
    <Row label={t('dictating.microphone')}>
      <select
        value={microphoneId ?? ''}
        onChange={(event) => void session.changeSettings(chosen(microphones, event.target.value || null))}
      >
        <option value="">{t('dictating.systemDefault')}</option>
        {microphones.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
        {microphoneId !== null && !microphones.some(({ id }) => id === microphoneId) && (
          <option value={microphoneId}>{t('dictating.notConnected')}</option>
        )}
      </select>
    </Row>
  );
}
