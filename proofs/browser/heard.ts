/** What a page heard and showed, told as it happens: what is known of a dictation at the moment it is killed. */
import type { Page } from '@playwright/test';

export interface Witness {
  /** Sound that had left the audio thread for the recogniser. */
  heardMs: number;
  /** When that was last told, by `Date.now()`. */
  heardAtMs: number;
  /** Words that the page showed as committed, in their order; the longest such list. */
  committed: readonly string[];
}

/** Before the page loads: reports every block of sound and every change of the committed words. */
export async function watchDictation(page: Page): Promise<Witness> {
  const witness: Witness = { heardMs: 0, heardAtMs: 0, committed: [] };
  await page.exposeFunction('tellHeardForProof', (heardMs: number, atMs: number) => {
    witness.heardMs = heardMs;
    witness.heardAtMs = atMs;
  });
  await page.exposeFunction('tellCommittedForProof', (text: string) => {
    const words = text.split(/\s+/).filter((word) => word !== '');
    if (words.length >= witness.committed.length) witness.committed = words;
  });
  await page.addInitScript(() => {
    const told = globalThis as unknown as {
      tellHeardForProof(heardMs: number, atMs: number): Promise<void>;
      tellCommittedForProof(text: string): Promise<void>;
    };
    // The recogniser's sound passes by here; the journal's, which is what is proved, goes untouched.
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: unknown[]) {
      const request = message as { type?: string; port?: MessagePort; sampleRateHz?: number };
      if (request.type !== 'start' || request.port === undefined) return Reflect.apply(post, this, [message, ...rest]);
      const source = request.port;
      const between = new MessageChannel();
      let samples = 0;
      source.onmessage = ({ data }: MessageEvent<{ samples?: Float32Array<ArrayBuffer> }>) => {
        if (data.samples !== undefined) {
          samples += data.samples.length;
          void told.tellHeardForProof((samples * 1000) / (request.sampleRateHz ?? 1), Date.now());
        }
        between.port1.postMessage(data);
      };
      between.port1.onmessage = ({ data }) => source.postMessage(data);
      return Reflect.apply(post, this, [{ ...request, port: between.port2 }, [between.port2]]);
    } as typeof post;

    addEventListener('DOMContentLoaded', () => {
      let last = '';
      const look = (): void => {
        const region = document.querySelector('[aria-label="Transcript"]');
        const finished = region?.querySelector('[role="log"]')?.textContent ?? '';
        const open = [...(region?.querySelectorAll('p') ?? [])].find(
          (paragraph) => paragraph.closest('[role="log"]') === null && paragraph.querySelector('span') !== null,
        );
        const dry = [...(open?.childNodes ?? [])].filter(
          (node) => node.nodeType === Node.TEXT_NODE || !(node as Element).hasAttribute('data-wet'),
        );
        const text = `${finished} ${dry.map((node) => node.textContent).join('')}`;
        if (text !== last) void told.tellCommittedForProof((last = text));
      };
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
        attributes: true,
        attributeFilter: ['data-wet'],
      });
    });
  });
  return witness;
}
