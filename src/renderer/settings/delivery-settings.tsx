import { useTranslation } from 'react-i18next';
import type { DeliveryMode, Settings } from '../../core/settings';
import { useApp, useSession } from '../app/desks';
import { Row, SettingsSection } from '../ui/setting-rows';
import { AppRules } from './app-rules';

/** How text reaches other applications; nothing where the host can't reach them. */
export function DeliverySettings() {
  const { t } = useTranslation();
  const can = useApp((state) => state.can);
  if (!can.deliver && !can.overlay) return null;
  return (
    <SettingsSection title={t('settings.delivery')}>
      {can.deliver && <Delivery />}
      {can.overlay && <OverlayRow />}
    </SettingsSection>
  );
}

function Delivery() {
  const { t } = useTranslation();
  const session = useSession();
  const { deliveryMode, deliveryRules } = useApp((state) => state.settings);
  return (
    <>
      <Row label={t('delivering.way')}>
        <select
          value={deliveryMode}
          onChange={(event) => void session.changeSettings({ deliveryMode: event.target.value as DeliveryMode })}
        >
          <option value="paste">{t('delivering.paste')}</option>
          <option value="type">{t('delivering.type')}</option>
          <option value="copy">{t('delivering.copy')}</option>
        </select>
      </Row>
      {deliveryMode !== 'copy' && (
        <AppRules
          rules={deliveryRules}
          onChange={(rules: Settings['deliveryRules']) => void session.changeSettings({ deliveryRules: rules })}
        />
      )}
    </>
  );
}

function OverlayRow() {
  const { t } = useTranslation();
  const session = useSession();
  const overlay = useApp((state) => state.settings.overlay);
  return (
    <Row label={t('delivering.overlay')}>
      <input
        type="checkbox"
        checked={overlay === 'on'}
        onChange={(event) => void session.changeSettings({ overlay: event.target.checked ? 'on' : 'off' })}
      />
    </Row>
  );
}
