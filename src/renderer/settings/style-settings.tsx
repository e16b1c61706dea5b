import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TextLanguage } from '../../core/text/language';
import { textLanguage } from '../../core/text/languages';
import { styleChoices, type WritingStyle } from '../../core/text/style';
import { choicePreview, stylePreview } from '../../core/text/style-preview';
import { useApp, useSession } from '../app/desks';
import type { t as Message } from '../locales/language';
import styles from '../ui/panel.module.css';
import { Row, Setting, SettingsGroup } from '../ui/setting-rows';
import preview from './style-settings.module.css';

const keys = Object.keys(styleChoices) as (keyof WritingStyle)[];

/** How text is to look. Each choice is shown by what the formatter makes of a sample with it. */
export function StyleRows() {
  const { t } = useTranslation();
  const code = useApp(({ engine }) => ('model' in engine ? engine.model.language : null));
  const language = code === null ? null : textLanguage(code);
  if (language === null) return null;
  return (
    <SettingsGroup title={t('style.title')}>
      {keys.map((key) => (
        <StyleRow key={key} styleKey={key} language={language} />
      ))}
      <Setting label={t('style.preview')}>
        <p className={styles.note}>{t('style.preview')}</p>
        <Preview language={language} />
      </Setting>
    </SettingsGroup>
  );
}

interface StyleRowProps<Key extends keyof WritingStyle> {
  readonly styleKey: Key;
  readonly language: TextLanguage;
}

function StyleRow<Key extends keyof WritingStyle>({ styleKey, language }: StyleRowProps<Key>) {
  const { t } = useTranslation();
  const session = useSession();
  const style = useApp((state) => state.settings.style);
  const previews = useMemo(
    () => styleChoices[styleKey].map((choice) => ({ choice, text: choicePreview(language, styleKey, choice) })),
    [language, styleKey],
  );
  return (
    <Row label={t(`style.${styleKey}`)}>
      <select
        value={style[styleKey]}
        onChange={(event) => {
          const choice = styleChoices[styleKey].find((each) => each === event.target.value);
          if (choice !== undefined) void session.changeSettings({ style: { ...style, [styleKey]: choice } });
        }}
      >
        {previews.map(({ choice, text }) => (
          <option key={choice} value={choice} lang={language.code} dir="auto">
            {gapName(choice, t) ?? text}
          </option>
        ))}
      </select>
    </Row>
  );
}

/** White space shows in no menu: it is named. */
function gapName(choice: string, t: typeof Message): string | null {
  if (choice === 'space' || choice === 'two-spaces' || choice === 'line') return t(`style.gaps.${choice}`);
  return null;
}

function Preview({ language }: { readonly language: TextLanguage }) {
  const style = useApp((state) => state.settings.style);
  const text = useMemo(() => stylePreview(language, style), [language, style]);
  return (
    <p className={preview.text} lang={language.code} dir="auto" data-style-preview>
      {text}
    </p>
  );
}
