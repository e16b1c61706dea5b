/** Resident memory of a group of processes, by what each is for. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface ProcessMemory {
  /** A browser's `--type`, or "browser" for its first process. */
  readonly kind: string;
  /** All that is resident; what processes share is counted for each. */
  readonly rssKiB: number;
  /** Of it what no file stands behind; all of it where the system doesn't tell. */
  readonly anonymousKiB: number;
}

/** Every process of a group. Needs `ps`; on Linux /proc tells mapped files apart. */
export function groupMemory(groupId: number): readonly ProcessMemory[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pgid=,pid=,rss=,args='], { encoding: 'utf8', maxBuffer: 1 << 24 })
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const [group, processId, rss, ...args] = line.trim().split(/\s+/);
    if (Number(group) !== groupId) return [];
    const type = args.find((arg) => arg.startsWith('--type='))?.slice('--type='.length) ?? 'browser';
    const subType = args
      .find((arg) => arg.startsWith('--utility-sub-type='))
      ?.split('.')
      .at(-1);
    const rssKiB = Number(rss);
    return [{ kind: subType ?? type, rssKiB, anonymousKiB: anonymousKiB(processId!) ?? rssKiB }];
  });
}

/** Null where it is not told, or the process has just ended. */
function anonymousKiB(processId: string): number | null {
  try {
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    const value = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return value('RssAnon') + value('RssShmem');
  } catch {
    return null;
  }
}
