import type { Range } from '../../history/hits';

/** A text with some stretches of it marked. */
export function Marked({ text, ranges }: { readonly text: string; readonly ranges: readonly Range[] }) {
  return (
    <>
      {ranges.map(({ from, to }, index) => [
        text.slice(ranges[index - 1]?.to ?? 0, from),
        <mark key={from}>{text.slice(from, to)}</mark>,
      ])}
      {text.slice(ranges.at(-1)?.to ?? 0)}
    </>
  );
}
