import { useTranslation } from 'react-i18next';
import { backendNames, isGpu, type BackendName } from '../../core/backend';
import { useApp, useSession } from '../app/desks';
import { isBusy } from '../app/store';
import type { Engine } from './models-slice';

/** What computes, by the user's choice or Utter's own; it says which of them don't work here. */
export function BackendSelect() {
  const { t } = useTranslation();
  const session = useSession();
  const chosen = useApp((state) => state.settings.backend);
  const engine = useApp((state) => state.engine);
  const busy = useApp(isBusy);
  return (
    <select
      value={chosen}
      disabled={busy}
      onChange={(event) => void session.choice.selectBackend(event.target.value as BackendName | 'auto')}
    >
      <option value="auto">
        {engine.state === 'ready'
          ? t('header.automaticBackend', {
              backend: t(isGpu(engine.choice.backend) ? 'header.graphicsCard' : 'header.processor'),
            })
          : t('header.automatic')}
      </option>
      {backendNames.map((name) => (
        <option key={name} value={name}>
          {hasFailed(engine, name) ? t('header.failedBackend', { backend: t(`backends.${name}`) }) : t(`backends.${name}`)}
        </option>
      ))}
    </select>
  );
}

function hasFailed(engine: Engine, backend: BackendName): boolean {
  return engine.state === 'ready' && engine.choice.reports.some((each) => each.backend === backend && each.state === 'failed');
}
