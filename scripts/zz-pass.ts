import { readFileSync, appendFileSync, writeFileSync } from 'node:fs';
import { loadFinalModel } from '../src/engine/seq2seq/final-model';
import { parseSeq2seqManifest } from '../src/core/seq2seq/manifest';
import { loadOnnxRuntime } from '../src/engine/onnx/runtime';
import { folderFiles } from '../src/engine/node';
import { openAudio } from '../src/media/open';
import { createResampler } from '../src/core/audio/resampler';
import { readUtterances } from '../src/cli/utterance-list';
import { wordErrors, totalErrors, wer } from '../src/core/metrics';
const [smallDir, largeDir, set, every, out, sil] = process.argv.slice(2);
const runtime = await loadOnnxRuntime('wasm', 1);
const load = async (folder: string) => {
  const manifest = parseSeq2seqManifest(JSON.parse(readFileSync(folder + '/manifest.json', 'utf8')), folder);
  if (sil && manifest.family === 'whisper') (manifest as any).silenceBehindMs = Number(sil);
  return loadFinalModel(folderFiles(folder), manifest, runtime);
};
const small = await load(smallDir!); const large = await load(largeDir!);
const list = (await readUtterances(set!, { split: 'dev' })).filter((_, i) => i % Number(every) === 0);
const cpu = async <T>(f: () => Promise<T>): Promise<[T, number]> => { const c = process.cpuUsage(); const r = await f(); const d = process.cpuUsage(c); return [r, (d.user + d.system) / 1000]; };
if (out) writeFileSync(out, '');
const errs: Record<string, any[]> = { small: [], large: [], drafted: [] }; const ms: Record<string, number> = { small: 0, large: 0, drafted: 0 }; let audio = 0;
for (const u of list) {
  const a = await openAudio({ path: u.file }, u.file);
  const r = createResampler(a.sampleRateHz, 16000); const parts: Float32Array[] = [];
  for await (const b of a.blocks()) parts.push(r.accept(b).slice()); parts.push(r.finish().slice()); a.close();
  const n = parts.reduce((s, p) => s + p.length, 0); const x = new Float32Array(n); let o = 0; for (const p of parts) { x.set(p, o); o += p.length; }
  audio += n / 16;
  const [s, st] = await cpu(() => small.hear(x, { languages: ['en'] }));
  const draft = s.hypotheses[0]?.words.map((w) => w.written ?? w.text).join(' ');
  const [l, lt] = await cpu(() => large.hear(x, { languages: ['en'] }));
  const [d, dt] = await cpu(() => large.hear(x, { languages: ['en'], ...(draft && { draft }) }));
  for (const [k, h, t] of [['small', s, st], ['large', l, lt], ['drafted', d, dt]] as const) { ms[k] += t; errs[k]!.push(wordErrors(u.text, h.hypotheses[0]?.words.map((w) => w.text).join(' ') ?? '')); }
  if (out) appendFileSync(out, JSON.stringify({ path: u.path, text: u.text, ms: n / 16, cpu: [st, lt, dt], small: s.hypotheses, large: l.hypotheses, drafted: d.hypotheses }) + '\n');
}
console.log(set!.split('/').pop(), list.length, Object.keys(errs).map((k) => `${k} WER ${(100 * wer(totalErrors(errs[k]!))).toFixed(2)} RTF ${(ms[k]! / audio).toFixed(3)}`).join(' | '));
