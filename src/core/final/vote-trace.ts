import type { Vote } from './vote';

/** A vote as a table to be read: a line for each place, what won first, and who heard it with which confidence. */
export function voteTrace({ places, cures }: Vote): string {
  const cut = cures.map(({ source, reason }) => `${source}: cut, ${reason}`);
  const lines = places.map(({ candidates }) => candidates.map(candidateText).join('  |  '));
  return [...cut, ...lines].map((line) => `${line}\n`).join('');
}

function candidateText({ text, probability, heardBy }: Vote['places'][number]['candidates'][number]): string {
  const by = heardBy.map(({ source, share, confidence }) => {
    const part = share > 0.995 ? '' : ` ×${share.toFixed(2)}`;
    return text === '' ? `${source}${part}` : `${source} ${confidence.toFixed(2)}${part}`;
  });
  return `${text === '' ? '–' : text} ${probability.toFixed(3)} (${by.join(', ')})`;
}
