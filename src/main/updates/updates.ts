import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorText } from '../../core/errors';
import type { DictationPhase } from '../../platform/platform';
import type { UpdateAnswer } from '../../platform/system-services';
import type { Log } from '../log';

/** Where the builds of this build's makers are published; both null where nobody publishes any. */
const addressesSchema = z.object({
  /** Answers with the newest release as JSON, its `tag_name` a version. */
  feed: z.url({ protocol: /^https$/ }).nullable(),
  /** For people. */
  page: z.url({ protocol: /^https$/ }).nullable(),
});
export type UpdateAddresses = z.infer<typeof addressesSchema>;

const releaseSchema = z.object({
  tag_name: z
    .string()
    .max(100)
    .regex(/^v?\d+\.\d+\.\d+/),
});

export interface UpdatesParts {
  readonly addresses: UpdateAddresses;
  readonly version: string;
  readonly log: Log;
  fetch(address: string, init: { readonly headers: Record<string, string>; readonly signal: AbortSignal }): Promise<Response>;
  /** Whether the user allowed a look once a day. */
  isAllowed(): boolean;
  found(version: string): void;
}

export interface Updates {
  look(): Promise<UpdateAnswer>;
  /** Called now and then; looks if it is allowed, the last look is a day ago, and nobody dictates. */
  tick(): Promise<void>;
  /** Whoever begins to dictate ends a look. */
  phaseChanged(phase: DictationPhase): void;
}

const hourMs = 60 * 60 * 1000;
export const dayMs = 24 * hourMs;
const timeoutMs = 15_000;

/** Asks for the newest version, and for nothing else: nothing is downloaded, and the request says nothing of the user. */
export function createUpdates(parts: UpdatesParts): Updates {
  const { addresses, version, log } = parts;
  let lastLookMs = -Infinity;
  let isDictating = false;
  let running = new AbortController();

  async function look(): Promise<UpdateAnswer> {
    if (addresses.feed === null) return { state: 'unknown', reason: 'This build has no update address.' };
    if (isDictating) return { state: 'unknown', reason: 'Utter does not check while you dictate.' };
    running = new AbortController();
    try {
      const response = await parts.fetch(addresses.feed, {
        headers: { Accept: 'application/json', 'User-Agent': 'Utter' },
        signal: AbortSignal.any([running.signal, AbortSignal.timeout(timeoutMs)]),
      });
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
      const { tag_name: tag } = releaseSchema.parse(await response.json());
      const newest = tag.replace(/^v/, '');
      return isNewer(newest, version) ? { state: 'newer', version: newest } : { state: 'current' };
    } catch (error) {
      log.error(`cannot ask ${addresses.feed} for the newest version`, error);
      const reason = error instanceof z.ZodError ? 'its answer was not understood' : errorText(error);
      return { state: 'unknown', reason: `${new URL(addresses.feed).host} could not be reached: ${reason}.` };
    }
  }

  return {
    look,
    async tick() {
      if (addresses.feed === null || !parts.isAllowed() || isDictating) return;
      const nowMs = Date.now();
      if (nowMs - lastLookMs < dayMs) return;
      lastLookMs = nowMs;
      const answer = await look();
      if (answer.state === 'unknown') lastLookMs = nowMs - dayMs + hourMs;
      if (answer.state === 'newer') parts.found(answer.version);
    },
    phaseChanged(phase) {
      isDictating = phase !== 'idle' && phase !== 'error';
      if (!isDictating) return;
      running.abort(new Error('a dictation began'));
    },
  };
}

/** No addresses where the file can't be used: that is no reason not to start. */
export async function readUpdateAddresses(path: string, log: Log): Promise<UpdateAddresses> {
  try {
    return addressesSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    log.error(`${path} is not valid`, error);
    return { feed: null, page: null };
  }
}

/** Versions by their three numbers; a pre-release is older than its release. */
export function isNewer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => /^(\d+)\.(\d+)\.(\d+)(-?)/.exec(version));
  if (!a || !b) return false;
  for (const index of [1, 2, 3]) {
    const difference = Number(a[index]) - Number(b[index]);
    if (difference !== 0) return difference > 0;
  }
  return a[4] === '' && b[4] === '-';
}
