import type { Keyboard } from '../hotkeys/keyboard';
import type { RequestHandlers } from '../ipc';
import type { Parts } from '../parts';
import { createLoginItem } from './login-item';
import { createPower } from './power';

/** The system around Utter: sleep, battery, and whether it starts Utter at login. */
export function wireSystem({ signals, page }: Parts, keyboard: Pick<Keyboard, 'left' | 'returned'>) {
  const power = createPower(
    {
      interrupt: () => {
        signals.command.tell('interrupt');
        keyboard.left();
      },
      returned: () => keyboard.returned(),
    },
    (isOnBattery) => page.tell('batteryChanged', isOnBattery),
  );
  signals.phase.on((phase) => power.phaseChanged(phase));
  const loginItem = createLoginItem();
  const requests = {
    startsAtLogin: () => loginItem.isOn(),
    setStartsAtLogin: (isWanted) => loginItem.set(isWanted),
    isOnBattery: () => power.isOnBattery(),
  } satisfies Partial<RequestHandlers>;
  return { requests };
}
