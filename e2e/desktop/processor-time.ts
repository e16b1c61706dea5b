/** What Utter's processes cost, on Linux. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux counts in hundredths of a second. */
const ticksPerSecond = 100;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

function processes(): readonly Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name, in brackets, may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
    } catch {
      return []; // it has just ended
    }
  });
}

/** The processor time so far: main's own, the hook's, and that of all else below main, which is the page's browser. */
function spentS(mainPid: number, hookPid: number) {
  const all = processes();
  const ticksOf = (pid: number): number => all.find((each) => each.pid === pid)?.ticks ?? 0;
  const below = new Set([mainPid]);
  for (let size = 0; size !== below.size;) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const total = all.filter(({ pid }) => below.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0);
  const [main, hook] = [ticksOf(mainPid), ticksOf(hookPid)];
  return { main: main / ticksPerSecond, hook: hook / ticksPerSecond, page: (total - main - hook) / ticksPerSecond };
}

/** Shares of one core: main's, its keyboard hook's, and that of all else below main. */
export async function coreShares(
  mainPid: number,
  hookPid: number,
  seconds: number,
): Promise<Record<'main' | 'hook' | 'page', number>> {
  const before = spentS(mainPid, hookPid);
  const startMs = performance.now();
  await sleep(seconds * 1000);
  const after = spentS(mainPid, hookPid);
  const tookS = (performance.now() - startMs) / 1000;
  const of = (part: 'main' | 'hook' | 'page'): number => Number(((after[part] - before[part]) / tookS).toFixed(5));
  return { main: of('main'), hook: of('hook'), page: of('page') };
}
