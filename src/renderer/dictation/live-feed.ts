import type { Failure } from '../../core/errors';
import { goingOn, joinedText, openParagraphs, segmentText, spansText } from '../../core/transcript/text';
import type { Segment, Transcript } from '../../core/transcript/types';
import type { LiveDictation, Platform } from '../../platform/platform';

/** The overlay has room for two lines; what was said before is on the page. */
const shownCharacters = 400;

const silence: LiveDictation = { committed: '', tentative: '', levelDb: -100, notice: null, problem: null };

/** Tells the host's overlay what is being said: as often as levels come, and at once when the words change. */
export class LiveFeed {
  readonly #platform: Pick<Platform, 'can' | 'liveChanged'>;
  #live = silence;

  constructor(platform: Pick<Platform, 'can' | 'liveChanged'>) {
    this.#platform = platform;
  }

  begin(): void {
    this.#live = silence;
  }

  heard(transcript: Transcript): void {
    if (!this.#platform.can.overlay) return;
    const open = openParagraphs(transcript);
    const before = endOf(transcript.segments);
    const committed = before + goingOn(before.slice(-2), open.map((each) => spansText(each.committed)).join(''));
    const tentative = goingOn(committed.slice(-2), open.map((each) => spansText(each.tentative)).join(''));
    this.#tell({
      committed: committed.trimStart().slice(-shownCharacters),
      tentative: (committed === '' ? tentative.trimStart() : tentative).slice(-shownCharacters),
    });
  }

  level(levelDb: number): void {
    this.#tell({ levelDb });
  }

  /** What keeps speech from being heard, or null. */
  notice(notice: string | null): void {
    if (notice !== this.#live.notice) this.#tell({ notice });
  }

  failed({ message, remedy }: Failure): void {
    this.#tell({ problem: `${message} ${remedy}` });
  }

  #tell(changed: Partial<LiveDictation>): void {
    this.#live = { ...this.#live, ...changed };
    if (this.#platform.can.overlay) this.#platform.liveChanged(this.#live);
  }
}

/** As many of the last segments as the overlay has room for: those of an hour would be joined at each word. */
function endOf(segments: readonly Segment[]): string {
  let text = '';
  for (let index = segments.length - 1; index >= 0 && text.length <= shownCharacters; index--) {
    text = joinedText([segmentText(segments[index]!), text]);
  }
  return text;
}
