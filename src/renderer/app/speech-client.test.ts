import { expect, it } from 'vitest';
import { emptyTranscript, type WorkerReply, type WorkerRequest } from '../../worker/protocol';
import { createSpeechClient, type WorkerLike } from './speech-client';

class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly requests: WorkerRequest[] = [];
  isTerminated = false;
  postMessage(message: WorkerRequest): void {
    this.requests.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
  reply(data: WorkerReply): void {
    this.onmessage?.({ data } as MessageEvent<WorkerReply>);
  }
}

const choice = { backend: 'wasm', reason: 'r', reports: [] } as const;

function setup() {
  const workers: FakeWorker[] = [];
  const client = createSpeechClient(() => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  return { client, workers };
}

it('[S6] replies reach their own job only', async () => {
  const { client, workers } = setup();
  const heard: number[] = [];
  const first = client.transcribe(new File([], 'a'), { progress: (doneMs) => heard.push(doneMs) });
  const second = client.transcribe(new File([], 'b'), { progress: (doneMs) => heard.push(-doneMs) });
  const [worker] = workers;
  const [a, b] = worker!.requests.map(({ id }) => id);
  worker!.reply({ type: 'progress', id: b!, doneMs: 5, totalMs: null });
  worker!.reply({ type: 'progress', id: a!, doneMs: 7, totalMs: null });
  second.cancel();
  expect(worker!.requests.at(-1)).toEqual({ type: 'cancel', id: b });
  worker!.reply({ type: 'cancelled', id: b! });
  worker!.reply({ type: 'failed', id: a!, error: { code: 'audio-empty', message: 'm', remedy: 'r' } });
  expect(await second.ended).toBe('cancelled');
  await expect(first.ended).rejects.toMatchObject({ code: 'audio-empty', message: 'm', remedy: 'r' });
  expect(heard).toEqual([-5, 7]);
});

it('[S11] a worker that died fails its jobs, and the next load starts another', async () => {
  const { client, workers } = setup();
  const job = client.transcribe(new File([], 'a'), {});
  const event = { message: 'out of memory', preventDefault: () => {} } as ErrorEvent;
  workers[0]!.onerror?.(event);
  await expect(job.ended).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('out of memory') as string,
  });
  expect(workers[0]!.isTerminated).toBe(true);
  const load = client.load('m', 'auto', () => {});
  expect(workers).toHaveLength(2);
  workers[1]!.reply({ type: 'loaded', id: workers[1]!.requests[0]!.id, choice, liveLengths: null });
  expect(await load).toEqual({ choice, liveLengths: null });
});

it('[E15] a dictation asks for chunks of a length only if one was chosen', () => {
  const { client, workers } = setup();
  const port = null as unknown as MessagePort;
  client.listen(16000, port, {}, { chunkMs: 960 });
  client.listen(16000, port, {}, { chunkMs: null });
  client.listen(16000, port, {});
  const asked = workers[0]!.requests.map((request) => ('chunkMs' in request ? request.chunkMs : 'none'));
  expect(asked).toEqual([960, 'none', 'none']);
});

it('[S95] the late text of a job comes after its end; none comes of a job that has it already, or whose worker is gone', async () => {
  const { client, workers } = setup();
  const jobs = [1, 2, 3].map(() => client.listen(16000, null as unknown as MessagePort, {}));
  const [worker] = workers;
  const [a, b, c] = worker!.requests.map(({ id }) => id);
  for (const [id, isLate] of [
    [a, true],
    [b, false],
    [c, true],
  ] as const)
    worker!.reply({ type: 'finished', id: id!, isLate });
  for (const job of jobs) expect(await job.ended).toBe('finished');
  expect(await jobs[1]!.late).toBeNull();
  expect(client.release(), 'the late texts are waited for').toBe(false);
  const text = { transcript: emptyTranscript, modelIds: ['whisper-base'] };
  worker!.reply({ type: 'late', id: a!, text });
  expect(await jobs[0]!.late).toEqual(text);
  worker!.onerror?.({ message: 'out of memory', preventDefault: () => {} } as ErrorEvent);
  expect(await jobs[2]!.late).toBeNull();
});

it('[S98] models of the final pass are loaded and given back by wishes, and their loss is told', async () => {
  const { client, workers } = setup();
  const lost: string[] = [];
  client.onFinalLost(({ message }) => lost.push(message));
  const wish = { models: { small: 'http://u/s/', large: null }, tier: 'auto', languages: ['en'] } as const;
  const seen: number[] = [];
  const loading = client.loadFinal(wish, (fraction) => seen.push(fraction));
  const [worker] = workers;
  const { id } = worker!.requests[0]!;
  expect(worker!.requests).toEqual([{ type: 'final', id, wish }]);
  worker!.reply({ type: 'loading', id, fraction: 0.5 });
  const facts = { tier: 'small', reason: 'r', modelIds: ['s'], reports: [], threads: 1 } as const;
  worker!.reply({ type: 'finalLoaded', id, facts });
  expect([await loading, seen]).toEqual([facts, [0.5]]);
  worker!.reply({ type: 'finalLost', failure: { code: 'device-lost', message: 'Gone.', remedy: '' } });
  expect(lost).toEqual(['Gone.']);
});

it('[S14] a load that another overtook gives nothing', async () => {
  const { client, workers } = setup();
  const load = client.load('m', 'auto', () => {});
  workers[0]!.reply({ type: 'cancelled', id: workers[0]!.requests[0]!.id });
  expect(await load).toBeNull();
});

it('[S67] a released worker ends with its memory; the next knows the user’s words', async () => {
  const { client, workers } = setup();
  const words = [{ written: 'Kubernetes', soundsLike: '', boost: 0, learned: [] }];
  const set = client.setWords(words);
  expect(client.release(), 'while it works').toBe(false);
  workers[0]!.reply({ type: 'wordsSet', id: workers[0]!.requests[0]!.id, problems: [] });
  await set;
  expect(client.release()).toBe(true);
  expect(workers[0]!.isTerminated).toBe(true);
  void client.load('m', 'auto', () => {});
  expect(workers[1]!.requests).toMatchObject([
    { type: 'words', words },
    { type: 'load', modelUrl: 'm' },
  ]);
});
