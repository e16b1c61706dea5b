/**
 * Natural logarithm in single precision, to the bit that of `logf` in glibc and musl. It is not always the nearest number, so rounding
 * `Math.log` gives another last digit once in a thousand times. Source: Arm Optimized Routines, `logf.c` and `logf_data.c`.
 */

/** 1 / c and ln c for 16 numbers c spread over the mantissas, from 0.7 to 1.4. */
const table = [
  [1.398907162146528, -0.33569133332882284],
  [1.3403141896637998, -0.2929040563774074],
  [1.286432210124115, -0.2518726580937369],
  [1.2367150214269895, -0.21245868807117255],
  [1.1906977166711752, -0.17453945183745634],
  [1.1479821020556429, -0.1380057072319758],
  [1.1082251448272158, -0.10275976698545139],
  [1.0711297413057381, -0.06871392447020525],
  [1.036437278977283, -0.0357891387398228],
  [1, 0],
  [0.9492859795739057, 0.05204517742929496],
  [0.8951049428609004, 0.11081431298787942],
  [0.8476821620351103, 0.1652495223695143],
  [0.8050314851692001, 0.21687389031699977],
  [0.7664671008843108, 0.2659635028121397],
  [0.731428603316328, 0.3127556664073557],
] as const;

const float = new Float32Array(1);
const bitsOf = new Int32Array(float.buffer);
/** Bits of about 0.7, the least number whose exponent is taken for 0. */
const offset = 0x3f330000;

/** @param value a positive normal number of single precision. */
export function floatLog(value: number): number {
  float[0] = value;
  const bits = bitsOf[0]!;
  const above = bits - offset;
  const exponent = above >> 23;
  bitsOf[0] = bits - (exponent << 23);
  const [inverse, logarithm] = table[(above >> 19) & 15]!;
  const rest = float[0]! * inverse - 1;
  const square = rest * rest;
  const series = -0.25089342214237154 * square + (0.333456765744066 * rest - 0.4999997485802103);
  return Math.fround(series * square + (logarithm + exponent * Math.LN2 + rest));
}
