import { useTranslation } from 'react-i18next';
import { useApp, useSession } from '../app/desks';
import { Row, SettingsSection } from '../ui/setting-rows';
import { ReplacementEditor } from './replacement-editor';
import { SpokenCommands } from './spoken-commands';
import { StyleRows } from './style-settings';

/** Who sets the marks: the speaker, Utter, or both. */
const markSources = ['both', 'spoken', 'automatic'] as const;
type MarkSource = (typeof markSources)[number];
const sourceSettings: Readonly<Record<MarkSource, { readonly autoPunctuation: boolean; readonly spokenMarks: boolean }>> = {
  both: { autoPunctuation: true, spokenMarks: true },
  spoken: { autoPunctuation: false, spokenMarks: true },
  automatic: { autoPunctuation: true, spokenMarks: false },
};

/** How recognised words are written: as text or as they are, with which marks, commands and replacements. */
export function TextSettings() {
  const { t } = useTranslation();
  const session = useSession();
  const { formatText, autoPunctuation, spokenMarks } = useApp((state) => state.settings);
  const source: MarkSource = !autoPunctuation ? 'spoken' : spokenMarks ? 'both' : 'automatic';
  return (
    <SettingsSection title={t('settings.text')}>
      <Row label={t('writing.format')}>
        <input
          type="checkbox"
          checked={formatText}
          onChange={(event) => void session.changeSettings({ formatText: event.target.checked })}
        />
      </Row>
      <Row label={t('writing.marks')}>
        <select
          value={source}
          disabled={!formatText}
          onChange={(event) => void session.changeSettings(sourceSettings[event.target.value as MarkSource])}
        >
          {markSources.map((each) => (
            <option key={each} value={each}>
              {t(`writing.markSources.${each}`)}
            </option>
          ))}
        </select>
      </Row>
      {formatText && <StyleRows />}
      {formatText && <SpokenCommands />}
      {formatText && <ReplacementEditor />}
    </SettingsSection>
  );
}
