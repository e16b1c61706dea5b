import type { BackendName } from '../../core/backend';
import { backendNames } from '../../core/backend';
import { useHistory, useHistoryState } from '../history-store';
import { useSession } from '../session-context';
import { isBusy, useApp, type Engine } from '../store';
import styles from './header.module.css';
import panel from './panel.module.css';
import { SettingsPanel } from './settings-panel';

export function Header() {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>Utter</h1>
      <ModelPicker />
      <BackendPicker />
      <HistoryButton />
      <SettingsPanel />
    </header>
  );
}

function HistoryButton() {
  const history = useHistory();
  const isShown = useHistoryState((state) => state.isShown);
  return (
    <button
      type="button"
      className={panel.opener}
      aria-pressed={isShown}
      onClick={() => void history.show(!isShown)}
    >
      History
    </button>
  );
}

function ModelPicker() {
  const session = useSession();
  const models = useApp((state) => state.models);
  const chosen = useApp((state) => state.settings.modelId);
  const busy = useApp(isBusy);
  return (
    <label className={styles.picker}>
      <span>Model</span>
      <select
        value={models.find(({ id }) => id === chosen)?.id ?? models[0]?.id ?? ''}
        disabled={busy || models.length === 0}
        onChange={(event) => void session.selectModel(event.target.value)}
      >
        {models.length === 0 && <option value="">none</option>}
        {models.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function BackendPicker() {
  const session = useSession();
  const chosen = useApp((state) => state.settings.backend);
  const engine = useApp((state) => state.engine);
  const busy = useApp(isBusy);
  return (
    <label className={styles.picker}>
      <span>Backend</span>
      <select
        value={chosen}
        disabled={busy}
        onChange={(event) => void session.selectBackend(event.target.value as BackendName | 'auto')}
      >
        <option value="auto">{automaticLabel(engine)}</option>
        {backendNames.map((name) => (
          <option key={name} value={name}>
            {name}
            {reportNote(engine, name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function automaticLabel(engine: Engine): string {
  return engine.state === 'ready' ? `automatic: ${engine.choice.backend}` : 'automatic';
}

function reportNote(engine: Engine, backend: BackendName): string {
  const report = engine.state === 'ready' ? engine.choice.reports.find((each) => each.backend === backend) : undefined;
  return report?.state === 'failed' ? ' (failed)' : '';
}
