import { readFileSync, appendFileSync, writeFileSync } from 'node:fs';
import { loadFinalModel } from '/work/main/src/engine/seq2seq/final-model';
import { parseSeq2seqManifest } from '/work/main/src/core/seq2seq/manifest';
import { loadOnnxRuntime } from '/work/main/src/engine/onnx/runtime';
import { folderFiles } from '/work/main/src/engine/node';
import { openAudio } from '/work/main/src/media/open';
import { createResampler } from '/work/main/src/core/audio/resampler';
import { readUtterances } from '/work/main/src/cli/utterance-list';
import { wordErrors, totalErrors, wer } from '/work/main/src/core/metrics';
const [folder, set, limit, every, out, beam, sil] = process.argv.slice(2);
const runtime = await loadOnnxRuntime('wasm');
const manifest = parseSeq2seqManifest(JSON.parse(readFileSync(folder + '/manifest.json', 'utf8')), folder);
if (sil) (manifest as any).silenceBehindMs = Number(sil);
let t = performance.now();
const model = await loadFinalModel(folderFiles(folder!), manifest, runtime);
console.error('load', (performance.now() - t).toFixed(0));
const list = (await readUtterances(set!, { split: 'dev' })).filter((_, i) => i % Number(every) === 0).slice(0, Number(limit));
const errs = []; let ms = 0, audio = 0;
if (out && out!=='-') writeFileSync(out, '');
for (const u of list) {
  const a = await openAudio({ path: u.file }, u.file);
  const r = createResampler(a.sampleRateHz, 16000);
  const parts: Float32Array[] = [];
  for await (const b of a.blocks()) parts.push(r.accept(b).slice());
  parts.push(r.finish().slice());
  const n = parts.reduce((s, p) => s + p.length, 0); const x = new Float32Array(n); let o = 0; for (const p of parts) { x.set(p, o); o += p.length; }
  t = performance.now(); const c = process.cpuUsage();
  const heard = await model.hear(x, { languages: ['en'], ...(beam && { beam: Number(beam) }) });
  const cu = process.cpuUsage(c);
  ms += (cu.user + cu.system) / 1000; audio += n / 16;
  const text = heard.hypotheses[0]?.words.map((w) => w.text).join(' ') ?? '';
  const e = wordErrors(u.text, text); errs.push(e);
  if (out === '-') console.log(e.substitutions + e.deletions + e.insertions, u.text, '\n  ', heard.hypotheses[0]?.words.map((w) => w.written).join(' '), heard.hypotheses.length, (heard.hypotheses[0]?.logProb / heard.hypotheses[0]?.pieces).toFixed(2), ((cu.user + cu.system) / 1000).toFixed(0));
  else if (out) appendFileSync(out, JSON.stringify({ path: u.path, text: u.text, hypotheses: heard.hypotheses }) + '\n');
}
const tot = totalErrors(errs);
console.log(set!.split('/').pop(), folder!.split('/').pop(), 'beam', beam, 'WER', (100 * wer(tot)).toFixed(2), JSON.stringify(tot), 'RTF', (ms / audio).toFixed(3), list.length);
