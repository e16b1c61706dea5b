/** Sounds in which nobody speaks, each made from a seed. */

export const sampleRateHz = 16000;
/** The most that a source is asked for at once. */
export const blockSamples = sampleRateHz / 2;

/** Fills the next samples of the sound. */
export type Source = (out: Float32Array) => void;

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function decibels(level: number): number {
  return 10 ** (level / 20);
}

function white(random: () => number): Source {
  return (out) => {
    for (let i = 0; i < out.length; i++) out[i] = decibels(-40) * gaussian(random);
  };
}

/** Paul Kellet's filter: within 0.05 dB of 3 dB an octave. */
function pink(random: () => number, level = -35): Source {
  const poles = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
  const gains = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
  const states = new Float64Array(poles.length);
  let last = 0;
  return (out) => {
    for (let i = 0; i < out.length; i++) {
      const noise = gaussian(random);
      let sum = last + noise * 0.5362;
      for (let k = 0; k < poles.length; k++) {
        states[k] = poles[k]! * states[k]! + gains[k]! * noise;
        sum += states[k]!;
      }
      last = noise * 0.115926;
      out[i] = decibels(level) * 0.2 * sum;
    }
  };
}

/** A quiet room: pink hiss, mains hum, breath that comes and goes, and now and then a knock or the click of a key. */
function room(random: () => number): Source {
  const hiss = pink(random, -50);
  const breath = pink(random, -42);
  const puff = new Float32Array(blockSamples);
  let sample = 0;
  let knock = 0;
  let knockHz = 200;
  return (out) => {
    hiss(out);
    breath(puff);
    for (let i = 0; i < out.length; i++, sample++) {
      const t = sample / sampleRateHz;
      const inhaling = Math.max(0, Math.sin((2 * Math.PI * t) / 4.3)) ** 4;
      const hum = decibels(-58) * (Math.sin(2 * Math.PI * 50 * t) + 0.5 * Math.sin(2 * Math.PI * 150 * t));
      if (random() < 0.4 / sampleRateHz) {
        knock = decibels(-25 - 15 * random());
        knockHz = 80 + 2500 * random() ** 2;
      }
      knock *= 1 - 60 / sampleRateHz;
      out[i] = out[i]! + inhaling * puff[i]! + hum + knock * Math.sin(2 * Math.PI * knockHz * t) * (0.5 + random());
    }
  };
}

/** Chords of harmonic tones with attack and decay, and a beat. */
function music(random: () => number): Source {
  let sample = 0;
  let notes: number[] = [];
  const beatSamples = Math.round(0.45 * sampleRateHz);
  return (out) => {
    for (let i = 0; i < out.length; i++, sample++) {
      const at = sample % beatSamples;
      if (at === 0) {
        const root = 110 * 2 ** (Math.floor(random() * 24) / 12);
        notes = [root, root * 1.2599, root * 1.4983].slice(0, 1 + Math.floor(random() * 3));
      }
      const envelope = Math.min(1, at / 200) * Math.exp((-3 * at) / beatSamples);
      let sum = 0;
      for (const note of notes) {
        for (let h = 1; h <= 6; h++) sum += Math.sin((2 * Math.PI * note * h * sample) / sampleRateHz) / h;
      }
      const drum = at < 800 ? gaussian(random) * Math.exp(-at / 150) : 0;
      out[i] = decibels(-26) * (0.5 * envelope * sum + 0.7 * drum);
    }
  };
}

export const sources: Readonly<Record<string, (random: () => number) => Source>> = {
  silence: () => (out) => out.fill(0),
  white,
  pink,
  room,
  music,
};
