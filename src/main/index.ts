import { app } from 'electron';
import { wireDelivery } from './delivery/wiring';
import { wireFiles } from './files/wiring';
import { wireHotkeys } from './hotkeys/wiring';
import { setupIpc } from './ipc';
import { claimSingleInstance, needsRunning, readLaunch, type LaunchRequest } from './launches/single-instance';
import { wireLaunches } from './launches/wiring';
import { openLog, setupCrashLog } from './log';
import { memoryFlags } from './memory';
import { wireModels } from './models/wiring';
import { wireOverlay } from './overlay/wiring';
import { openParts } from './parts';
import { paths } from './paths';
import { createSignals } from './signals';
import { wireSystem } from './system/wiring';
import { wireUpdates } from './updates/wiring';
import { wireWatch } from './watch/wiring';
import { setupNavigation } from './windows/permissions';
import { setupScheme } from './windows/protocol';
import { wireTray, wireWindow } from './windows/wiring';

const log = openLog(paths.log);
const signals = createSignals();

/** What is read from the disk comes first: from the window on nothing waits, so that the page finds its answers. */
async function boot(launch: LaunchRequest): Promise<void> {
  await app.whenReady();
  log.info(`Utter ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`);

  const parts = await openParts(log, signals);
  const models = await wireModels(parts);
  const watch = await wireWatch(parts);
  const updates = await wireUpdates(parts);
  const files = wireFiles(parts);

  wireWindow(parts, launch, { modelFolder: models.folder, watchedFile: watch.file });
  wireOverlay(parts);
  wireTray(parts);
  const hotkeys = wireHotkeys(parts);
  const delivery = wireDelivery(parts, hotkeys.keyboard);
  const system = wireSystem(parts, hotkeys.keyboard);
  wireLaunches(parts, launch);

  // A channel that no feature answers doesn't compile.
  setupIpc(
    {
      ...models.requests,
      ...watch.requests,
      ...updates.requests,
      ...files.requests,
      ...hotkeys.requests,
      ...delivery.requests,
      ...system.requests,
    },
    { dictationChanged: signals.phase.tell, liveChanged: signals.live.tell },
    log,
  );
  hotkeys.begin();
  await watch.begin();
}

const launch = readLaunch(process.argv);
setupScheme();
setupNavigation();
setupCrashLog(log);
app.commandLine.appendSwitch('js-flags', memoryFlags);
if (process.platform === 'linux') app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');

if (!claimSingleInstance(launch, (later) => signals.launch.tell(later))) {
  app.quit();
} else if (needsRunning(launch)) {
  console.error(`Utter is not running: there is nothing to ${launch.command}.`);
  app.exit(1);
} else {
  boot(launch).catch((error: unknown) => {
    log.error('Utter could not start', error);
    app.exit(1);
  });
}
