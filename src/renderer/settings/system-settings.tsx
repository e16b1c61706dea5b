import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import styles from '../ui/panel.module.css';
import { Row, Setting } from '../ui/setting-rows';
import row from './system-settings.module.css';

const idleMinutes: readonly number[] = [5, 30, 120, 0];

/** Start at login, sounds, memory, the watched folder and newer versions: what the host can do of it. */
export function SystemSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const can = useApp((state) => state.can);
  const { sounds, modelIdleMinutes } = useApp((state) => state.settings);
  return (
    <>
      {can.startAtLogin && <LoginRow />}
      <Row label={t('system.sounds')}>
        <input
          type="checkbox"
          checked={sounds}
          onChange={(event) => void session.changeSettings({ sounds: event.target.checked })}
        />
      </Row>
      <Row label={t('system.idle')}>
        <select
          value={modelIdleMinutes}
          onChange={(event) => void session.changeSettings({ modelIdleMinutes: Number(event.target.value) })}
        >
          {[...new Set([...idleMinutes, modelIdleMinutes])].map((minutes) => (
            <option key={minutes} value={minutes}>
              {idleTime(minutes, t)}
            </option>
          ))}
        </select>
      </Row>
      {can.watchFolder && <WatchRows />}
      {can.updateCheck && <UpdateRows />}
    </>
  );
}

function idleTime(minutes: number, t: TFunction): string {
  if (minutes === 0) return t('system.never');
  if (minutes === 30) return t('system.halfHour');
  if (minutes === 120) return t('system.twoHours');
  return t('system.idleMinutes', { count: minutes });
}

function LoginRow() {
  const { t } = useTranslation();
  const session = useSession();
  const startsAtLogin = useApp((state) => state.system.startsAtLogin);
  return (
    <Row label={t('system.startAtLogin')}>
      <input
        type="checkbox"
        checked={startsAtLogin === true}
        disabled={startsAtLogin === null}
        onChange={(event) => void session.system.setStartsAtLogin(event.target.checked)}
      />
    </Row>
  );
}

function WatchRows() {
  const { t } = useTranslation();
  const session = useSession();
  const watch = useApp((state) => state.watch);
  return (
    <Setting label={t('system.watch')}>
      <div className={styles.row}>
        <span>{t('system.watch')}</span>
        <span className={row.buttons}>
          <button type="button" className={row.button} onClick={() => void session.watch.choose()}>
            {watch.state === 'off' ? t('system.choose') : t('system.another')}
          </button>
          {watch.state !== 'off' && (
            <button type="button" className={row.button} onClick={() => void session.watch.stop()}>
              {t('system.stop')}
            </button>
          )}
        </span>
      </div>
      {watch.state !== 'off' && (
        <p className={row.note}>
          {watch.state === 'failed' ? (
            <Trans
              i18nKey="system.notWatched"
              values={{ folder: watch.folder, reason: watch.reason }}
              components={{ folder: <bdi /> }}
            />
          ) : (
            <Trans i18nKey="system.watching" values={{ folder: watch.folder }} components={{ folder: <bdi /> }} />
          )}
        </p>
      )}
    </Setting>
  );
}

function UpdateRows() {
  const { t } = useTranslation();
  const session = useSession();
  const { checkForUpdates } = useApp((state) => state.settings);
  const update = useApp((state) => state.system.update);
  return (
    <>
      <Row label={t('system.askDaily')}>
        <input
          type="checkbox"
          checked={checkForUpdates}
          onChange={(event) => void session.changeSettings({ checkForUpdates: event.target.checked })}
        />
      </Row>
      <Setting label={t('system.newerVersion')}>
        <div className={styles.row}>
          <span aria-live="polite">
            {update?.state === 'newer' && t('system.newer', { version: update.version })}
            {update?.state === 'current' && t('system.current')}
            {update?.state === 'unknown' && update.reason}
          </span>
          {update?.state === 'newer' ? (
            <button type="button" className={row.button} onClick={() => void session.system.openReleases()}>
              {t('system.openPage')}
            </button>
          ) : (
            <button type="button" className={row.button} onClick={() => void session.system.lookForUpdate()}>
              {t('system.askNow')}
            </button>
          )}
        </div>
      </Setting>
    </>
  );
}
