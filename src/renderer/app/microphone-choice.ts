import type { Settings } from '../../core/settings';
import type { MicrophoneDevice } from './microphone';

export type MicrophoneChoice = Pick<Settings, 'microphoneId' | 'microphoneLabel'>;

/** The choice of a device, with the name by which it is found again. */
export function chosen(devices: readonly MicrophoneDevice[], id: string | null): MicrophoneChoice {
  return { microphoneId: id, microphoneLabel: devices.find((device) => device.id === id)?.label ?? null };
}

/**
 * The chosen microphone under the id that it has now: another socket, a new browser profile or an update gives it another.
 * Null where it is still there under its own, is not there, or could be any of several.
 */
export function foundAgain(
  { microphoneId, microphoneLabel }: MicrophoneChoice,
  devices: readonly MicrophoneDevice[],
): MicrophoneChoice | null {
  if (microphoneId === null || microphoneLabel === null || devices.some(({ id }) => id === microphoneId)) return null;
  const named = devices.filter(({ label }) => label === microphoneLabel);
  return named.length === 1 ? chosen(devices, named[0]!.id) : null;
}

/** What the settings should hold of the chosen microphone now: its new id, or its name, if that was not known; null for no change. */
export function updatedChoice(choice: MicrophoneChoice, devices: readonly MicrophoneDevice[]): MicrophoneChoice | null {
  const again = foundAgain(choice, devices);
  if (again !== null) return again;
  const now = chosen(devices, choice.microphoneId);
  const isNews = now.microphoneLabel !== null && now.microphoneLabel !== choice.microphoneLabel;
  return isNews ? now : null;
}
