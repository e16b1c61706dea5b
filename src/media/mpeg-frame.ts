const kbitPerSecond = {
  mpeg1Layer2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  mpeg1Layer3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const mpeg1RatesHz = [44_100, 48_000, 32_000];

/**
 * Length in bytes of the frame that begins with these, by its header: MPEG audio of layers II and III (ISO/IEC 11172-3, 13818-3, and the 2.5 that
 * encoders made of it), or ADTS (ISO/IEC 13818-7). Null where none begins.
 */
export function mpegFrameBytes(bytes: Uint8Array): number | null {
  if (bytes.length < 7 || bytes[0] !== 0xff || (bytes[1]! & 0xe0) !== 0xe0) return null;
  const version = (bytes[1]! >> 3) & 3;
  const layer = 4 - ((bytes[1]! >> 1) & 3);
  if (layer === 4) return ((bytes[3]! & 3) << 11) | (bytes[4]! << 3) | (bytes[5]! >> 5);
  const bitRates = version === 3 ? (layer === 2 ? kbitPerSecond.mpeg1Layer2 : kbitPerSecond.mpeg1Layer3) : kbitPerSecond.mpeg2;
  const bitRate = bitRates[bytes[2]! >> 4];
  const rateHz = mpeg1RatesHz[(bytes[2]! >> 2) & 3];
  if (version === 1 || layer === 1 || bitRate === undefined || bitRate === 0 || rateHz === undefined) return null;
  const halvings = version === 3 ? 1 : version === 2 ? 2 : 4;
  const slots = layer === 3 && version !== 3 ? 72 : 144;
  return Math.floor((slots * bitRate * 1000 * halvings) / rateHz) + ((bytes[2]! >> 1) & 1);
}
