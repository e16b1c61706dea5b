import { useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { compareTexts } from '../../core/transcript/text-comparison';
import type { EntryVersion, VersionFacts } from '../../history/records';
import { useApp, useHistory } from '../app/desks';
import { modelOf } from '../app/store';
import tools from '../ui/tools.module.css';
import { timeText } from './entry-names';
import styles from './entry-versions.module.css';
import type { OpenedEntry } from './history-slice';

/** All texts of an entry, oldest first: which one is in view, how it differs from the one in use, and putting it into its place. */
export function EntryVersions({ opened }: { readonly opened: OpenedEntry }) {
  const { t } = useTranslation();
  const history = useHistory();
  const { entry, facts, versions, shown, isCompared } = opened;
  const all = useMemo(() => {
    const choices: { readonly facts: VersionFacts; readonly version: EntryVersion | null }[] = [
      ...versions.map((version) => ({ facts: version, version })),
      { facts, version: null },
    ];
    return choices.toSorted((a, b) => madeAtMs(a.facts) - madeAtMs(b.facts));
  }, [facts, versions]);
  return (
    <div className={styles.versions}>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{t('versions.title')}</legend>
        {all.map(({ facts: about, version }) => (
          <label key={`${about.kind} ${about.atMs} ${version?.text.slice(0, 99)}`}>
            <input type="radio" name="version" checked={version === shown} onChange={() => history.showVersion(version)} />
            <VersionName facts={about} kind={entry.kind} isInUse={version === null} />
          </label>
        ))}
      </fieldset>
      {shown !== null && (
        <div className={styles.tools}>
          <label className={styles.compare}>
            <input type="checkbox" checked={isCompared} onChange={(event) => history.compare(event.target.checked)} />
            {t('versions.compare')}
          </label>
          <button type="button" className={tools.tool} onClick={() => void history.restore()}>
            {t('versions.use')}
          </button>
        </div>
      )}
    </div>
  );
}

/** What was there when the entry was closed is older than all that came later; its final text came a little after. */
function madeAtMs({ kind, atMs }: VersionFacts): number {
  return atMs ?? (kind === 'streamed' ? 0 : 1);
}

interface VersionNameProps {
  readonly facts: VersionFacts;
  readonly kind: 'dictation' | 'recording';
  readonly isInUse: boolean;
}

function VersionName({ facts: { kind, modelIds, atMs }, kind: source, isInUse }: VersionNameProps) {
  const { t } = useTranslation();
  const modelId = modelIds.at(-1) ?? '';
  const model = useApp((state) => modelOf(state, modelId)?.name ?? modelId);
  const when = atMs === undefined ? '' : timeText(atMs);
  const name = {
    streamed: () => t(source === 'dictation' ? 'versions.delivered' : 'versions.transcribed'),
    final: () => t('versions.final'),
    heard: () => t('versions.heard', { model, when }),
    edited: () => (when === '' ? t('versions.editedBefore') : t('versions.edited', { when })),
  }[kind]();
  return isInUse ? t('versions.inUse', { version: name }) : name;
}

/** Another text beside the one in use, word by word. */
export function VersionComparison({ inUse, other }: { readonly inUse: string; readonly other: string }) {
  const { t } = useTranslation();
  const stretches = useMemo(() => compareTexts(inUse, other), [inUse, other]);
  return (
    // Scrollable, so it must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.comparison} aria-label={t('versions.compare')} tabIndex={0}>
      <p className={styles.legend}>
        <Trans i18nKey="versions.legend" components={{ del: <del />, ins: <ins /> }} />
      </p>
      <p className={styles.text} dir="auto">
        {stretches.map(({ kind, text }, index) => {
          const key = `${index} ${kind}`;
          if (kind === 'same') return text;
          // White space is the later text's, and is neither struck through nor underlined.
          const word = text.trimEnd();
          const space = text.slice(word.length);
          return kind === 'removed' ? [<del key={key}>{word}</del>, space && ' '] : [<ins key={key}>{word}</ins>, space];
        })}
      </p>
    </section>
  );
}
