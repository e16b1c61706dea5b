import { useSession } from '../session-context';
import { useApp } from '../store';
import styles from './panel.module.css';
import { Row, Setting } from './setting-rows';
import row from './system-settings.module.css';

const idleTimes: readonly (readonly [minutes: number, label: string])[] = [
  [5, 'After 5 minutes'],
  [30, 'After half an hour'],
  [120, 'After 2 hours'],
  [0, 'Never'],
];

/** Start at login, sounds, memory, the watched folder and newer versions: what the host can do of it. */
export function SystemSettings() {
  const session = useSession();
  const can = useApp((state) => state.can);
  const { sounds, modelIdleMinutes } = useApp((state) => state.settings);
  return (
    <>
      {can.startAtLogin && <LoginRow />}
      <Row label="A sound when dictation begins and ends">
        <input
          type="checkbox"
          checked={sounds}
          onChange={(event) => void session.changeSettings({ sounds: event.target.checked })}
        />
      </Row>
      <Row label="Give the model’s memory back">
        <select
          value={modelIdleMinutes}
          onChange={(event) => void session.changeSettings({ modelIdleMinutes: Number(event.target.value) })}
        >
          {idleTimes.map(([minutes, label]) => (
            <option key={minutes} value={minutes}>
              {label}
            </option>
          ))}
          {!idleTimes.some(([minutes]) => minutes === modelIdleMinutes) && (
            <option value={modelIdleMinutes}>{`After ${modelIdleMinutes} minutes`}</option>
          )}
        </select>
      </Row>
      {can.watchFolder && <WatchRows />}
      {can.updateCheck && <UpdateRows />}
    </>
  );
}

function LoginRow() {
  const session = useSession();
  const startsAtLogin = useApp((state) => state.system.startsAtLogin);
  return (
    <Row label="Start when you log in">
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
  const { system } = useSession();
  const watch = useApp((state) => state.system.watch);
  return (
    <Setting label="Transcribe new recordings in a folder">
      <div className={styles.row}>
        <span>Transcribe new recordings in a folder</span>
        <span className={row.buttons}>
          <button type="button" className={row.button} onClick={() => void system.chooseWatchFolder()}>
            {watch.state === 'off' ? 'Choose a folder' : 'Another folder'}
          </button>
          {watch.state !== 'off' && (
            <button type="button" className={row.button} onClick={() => void system.stopWatching()}>
              Stop watching
            </button>
          )}
        </span>
      </div>
      {watch.state !== 'off' && (
        <p className={row.note}>
          <bdi>{watch.folder}</bdi>
          {watch.state === 'failed' ? ` can’t be watched: ${watch.reason}.` : ': texts are written beside the recordings.'}
        </p>
      )}
    </Setting>
  );
}

function UpdateRows() {
  const session = useSession();
  const { checkForUpdates } = useApp((state) => state.settings);
  const update = useApp((state) => state.system.update);
  return (
    <>
      <Row label="Ask once a day for a newer version; never while you dictate">
        <input
          type="checkbox"
          checked={checkForUpdates}
          onChange={(event) => void session.changeSettings({ checkForUpdates: event.target.checked })}
        />
      </Row>
      <Setting label="Newer version">
      <div className={styles.row}>
        <span aria-live="polite">
          {update?.state === 'newer' && `Utter ${update.version} is there.`}
          {update?.state === 'current' && 'This is the newest version.'}
          {update?.state === 'unknown' && update.reason}
        </span>
        {update?.state === 'newer' ? (
          <button type="button" className={row.button} onClick={() => void session.system.openReleases()}>
            Open its page
          </button>
        ) : (
          <button type="button" className={row.button} onClick={() => void session.system.lookForUpdate()}>
            Ask now
          </button>
        )}
      </div>
      </Setting>
    </>
  );
}
