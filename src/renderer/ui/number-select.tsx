interface NumberSelectProps {
  readonly value: number;
  readonly options: readonly number[];
  label(value: number): string;
  onChange(value: number): void;
}

/** One of a few numbers, or another one that was written into the settings by hand. */
export function NumberSelect({ value, options, label, onChange }: NumberSelectProps) {
  const all = options.includes(value) ? options : [...options, value].toSorted((one, other) => one - other);
  return (
    <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
      {all.map((each) => (
        <option key={each} value={each}>
          {label(each)}
        </option>
      ))}
    </select>
  );
}
