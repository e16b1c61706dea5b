/** Levels shown at once: 2.7 s of speech on its way from the button to the edge. */
export const threadPoints = 64;

/** Room for the button in the middle, in CSS pixels. */
const centreRadius = 44;

/** A level in dB as a share of the meter's height; speech at arm's length is about -30 dB. */
export function levelShare(rmsDb: number): number {
  const [quietDb, loudDb] = [-60, -12];
  return Math.min(1, Math.max(0, (rmsDb - quietDb) / (loudDb - quietDb)));
}

/**
 * One stroke from edge to edge, mirrored about the middle. `levels`, newest first, in [0, 1]; points alternate above
 * and below the line, and swing less the further they have travelled.
 */
export function drawThread(
  context: Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'stroke' | 'lineWidth'>,
  width: number,
  height: number,
  levels: Float32Array,
): void {
  // Half a pixel off, so that the resting line is one pixel and not two grey ones.
  const middle = Math.floor(height / 2) + 0.5;
  const reach = width / 2 - centreRadius;
  context.lineWidth = 1;
  for (const side of [-1, 1]) {
    const x = (index: number): number => width / 2 + side * (centreRadius + (reach * index) / (levels.length - 1));
    const y = (index: number): number => {
      const fade = (1 - index / (levels.length - 1)) ** 1.5;
      const direction = index % 2 === 0 ? -1 : 1;
      return middle + direction * (levels[index] ?? 0) * fade * (middle - 2);
    };
    context.beginPath();
    context.moveTo(x(0), middle);
    for (let index = 1; index < levels.length - 1; index++) {
      context.quadraticCurveTo(x(index), y(index), (x(index) + x(index + 1)) / 2, (y(index) + y(index + 1)) / 2);
    }
    context.lineTo(x(levels.length - 1), middle);
    context.stroke();
  }
}
