import { app, clipboard } from 'electron';
import type { Keyboard } from '../hotkeys/keyboard';
import { createInputHost } from '../input/client';
import { startElectronHost } from '../input/electron-host';
import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { paths } from '../paths';
import { isInstalled } from './command';
import { nameDeliveries } from './delivered-app';
import { createDeliverer } from './delivery';
import { askForMacPermission } from './mac-permission';
import { chooseRoute, isWaylandSession } from './route';
import { createSpacing } from './spacing';
import { createTargetFinder } from './target';
import { createTypist } from './typing';

/** Brings the text to the application that has the focus. */
export function wireDelivery(
  { log, signals, settings, isOwnWindowFocused }: Parts,
  keyboard: Pick<Keyboard, 'modifiersReleased' | 'arm'>,
) {
  const { platform, env } = process;
  const isWayland = isWaylandSession({ platform, env });
  const inputHost = createInputHost(() => startElectronHost(paths.inputHost, 'Utter input'));
  const spacing = createSpacing();
  const { targets, named } = nameDeliveries(createTargetFinder({ platform, isX11: !isWayland, log }));
  const deliverer = createDeliverer({
    route: chooseRoute({ platform, env, isInstalled }),
    inputHost,
    targets,
    typist: createTypist({ platform, isWayland }),
    spacing,
    log,
    isOwnWindowFocused,
    settings: () => settings.current(),
    modifiersReleased: (limitMs) => keyboard.modifiersReleased(limitMs),
    onSending: (ownKey) => keyboard.arm(ownKey),
  });
  signals.activity.on(() => spacing.interrupted());
  signals.repaste.on(() => signals.delivering.tell(deliverer.redeliver()));
  signals.phase.on((phase) => {
    if (phase === 'starting') {
      if (settings.current().deliveryMode !== 'copy') askForMacPermission();
      deliverer.prepare();
    }
    if (phase === 'finishing') deliverer.aim();
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    // A paste under way gives the clipboard back first.
    void deliverer.settled().then(() => {
      inputHost.dispose();
      app.exit();
    });
  });
  const requests = {
    copyText: (text) => clipboard.writeText(text),
    deliver(text) {
      const delivery = named(deliverer.deliver(text));
      signals.delivering.tell(delivery);
      return delivery;
    },
  } satisfies Partial<RequestHandlers>;
  return { requests };
}
