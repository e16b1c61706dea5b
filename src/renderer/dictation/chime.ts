import type { AppStore } from '../app/store';

/** Two notes each, in Hz: upwards when Utter begins to listen, downwards when it ends. */
const notes = { begin: [587, 880], end: [880, 587] } as const;
const noteMs = 70;
const fadeMs = 12;
/** Far below speech, so that a loudspeaker beside the microphone does no harm. */
const gain = 0.08;

export type Chime = keyof typeof notes;

/** Plays the sounds of the settings as dictations begin to listen and end. */
export function soundDictation(store: AppStore, play: (chime: Chime) => Promise<void> = playChime): void {
  const sound = (chime: Chime): void => {
    // A machine without a loudspeaker dictates all the same.
    play(chime).catch((error: unknown) => console.info('No sound could be played.', error));
  };
  store.subscribe(({ dictation, settings }, { dictation: before }) => {
    if (!settings.sounds || dictation.state === before.state) return;
    if (dictation.state === 'listening') sound('begin');
    else if (before.state === 'listening') sound('end');
  });
}

async function playChime(chime: Chime): Promise<void> {
  const context = new AudioContext();
  const volume = new GainNode(context, { gain: 0 });
  volume.connect(context.destination);
  const startS = context.currentTime + 0.01;
  const endS = startS + (notes[chime].length * noteMs) / 1000;
  volume.gain.setValueAtTime(0, startS);
  volume.gain.linearRampToValueAtTime(gain, startS + fadeMs / 1000);
  volume.gain.setValueAtTime(gain, endS - fadeMs / 1000);
  volume.gain.linearRampToValueAtTime(0, endS);
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: notes[chime][0] });
  notes[chime].forEach((frequencyHz, index) =>
    oscillator.frequency.setValueAtTime(frequencyHz, startS + (index * noteMs) / 1000),
  );
  oscillator.connect(volume);
  await new Promise((resolve) => {
    oscillator.onended = resolve;
    oscillator.start(startS);
    oscillator.stop(endS);
  });
  await context.close();
}
