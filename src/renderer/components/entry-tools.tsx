import { useState } from 'react';
import type { EntryRow } from '../../history/records';
import { exportFormats, type ExportExtension } from '../export-formats';
import tools from './page-tools.module.css';

/** Day and minute as this place writes them. */
export function entryTime({ startedAtMs }: EntryRow): string {
  return new Date(startedAtMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

interface FormatSelectProps {
  readonly label: string;
  readonly value: ExportExtension;
  onChange(extension: ExportExtension): void;
}

export function FormatSelect({ label, value, onChange }: FormatSelectProps) {
  return (
    <select
      className={tools.format}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value as ExportExtension)}
    >
      {Object.entries(exportFormats).map(([key, format]) => (
        <option key={key} value={key}>
          {format.label}
        </option>
      ))}
    </select>
  );
}

/** Deleting can't be undone, so it takes a second press. */
export function DeleteButton({ label, onDelete }: { readonly label: string; onDelete(): void }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <button
      type="button"
      className={tools.tool}
      data-asking={isAsking || undefined}
      onBlur={() => setIsAsking(false)}
      onClick={() => {
        setIsAsking(!isAsking);
        if (isAsking) onDelete();
      }}
    >
      {isAsking ? 'Delete for good?' : label}
    </button>
  );
}
