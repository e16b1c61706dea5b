export type Figures = Readonly<Record<string, unknown>>;

export interface Proof {
  readonly name: string;
  prove(): Promise<Figures> | Figures;
}

/**
 * Runs proofs one after the other. One that throws is reported as `failed` and the others still run.
 * @param names only these; all if there are none
 * @throws Error for a name that no proof has
 */
export async function runProofs(
  proofs: readonly Proof[],
  names: readonly string[],
  tell: (text: string) => void,
): Promise<Record<string, Figures>> {
  const unknown = names.find((name) => !proofs.some((proof) => proof.name === name));
  if (unknown !== undefined)
    throw new Error(`There is no proof “${unknown}”: there are ${proofs.map(({ name }) => name).join(', ')}.`);
  const results: Record<string, Figures> = {};
  for (const { name, prove } of proofs) {
    if (names.length > 0 && !names.includes(name)) continue;
    const startMs = performance.now();
    try {
      results[name] = await prove();
    } catch (error) {
      results[name] = { failed: error instanceof Error ? error.message : String(error) };
    }
    tell(`${name}: ${JSON.stringify(results[name])} (${((performance.now() - startMs) / 1000).toFixed(1)} s)\n`);
  }
  return results;
}
