import { app, net, shell } from 'electron';
import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { createUpdates, readUpdateAddresses } from './updates';

const tickMs = 5 * 60_000;

/** Looks for a newer version: when the user asks, or once a day where that is allowed. */
export async function wireUpdates({ log, signals, settings, page }: Parts) {
  const addresses = await readUpdateAddresses(paths.updates, log);
  const updates = createUpdates({
    addresses,
    version: app.getVersion(),
    log,
    fetch: (address, init) => net.fetch(address, init),
    isAllowed: () => settings.current().checkForUpdates,
    found: (version) => page.tell('updateFound', version),
  });
  setInterval(() => void updates.tick(), tickMs);
  signals.phase.on((phase) => updates.phaseChanged(phase));
  const requests = {
    lookForUpdate: () => updates.look(),
    async openReleases() {
      if (addresses.page !== null) await shell.openExternal(addresses.page);
    },
  } satisfies Partial<RequestHandlers>;
  return { requests };
}
