import { useTranslation } from 'react-i18next';
import tools from '../ui/tools.module.css';
import { exportExtensions, type ExportExtension } from './export-formats';

interface FormatSelectProps {
  readonly label: string;
  readonly value: ExportExtension;
  readonly isDisabled?: boolean;
  onChange(extension: ExportExtension): void;
}

/** In which format a text is exported. */
export function FormatSelect({ label, value, isDisabled = false, onChange }: FormatSelectProps) {
  const { t } = useTranslation();
  return (
    <select
      className={tools.format}
      aria-label={label}
      value={value}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value as ExportExtension)}
    >
      {exportExtensions.map((each) => (
        <option key={each} value={each}>
          {t(`formats.${each}`)}
        </option>
      ))}
    </select>
  );
}
