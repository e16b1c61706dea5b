import type { Settings } from '../../core/settings';
import type { OverlayFrame, OverlayView } from '../../platform/overlay';
import type { Delivery, DictationPhase, LiveDictation } from '../../platform/platform';
import type { Messages } from '../messages';

/** The overlay's window, as the presenter drives it. */
export interface OverlayWindow {
  /** Shows the frame on the display in use, without taking the focus. */
  show(frame: OverlayFrame): void;
  hide(): void;
}

export interface PresenterOptions {
  readonly window: OverlayWindow;
  settings(): Pick<Settings, 'overlay' | 'theme' | 'language'>;
  messages(): Messages;
  /** Whoever sees Utter's own window sees the words there. */
  isOwnWindowFocused(): boolean;
  /** Calls back later; returns the way to call that off. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Decides what the overlay shows: the words while they are said, then for a moment what became of them. */
export interface OverlayPresenter {
  phaseChanged(phase: DictationPhase): void;
  liveChanged(live: LiveDictation): void;
  /** A delivery began; its end is what the user waits for. */
  delivering(delivery: Promise<Delivery>): void;
  /** Settings changed. */
  refresh(): void;
}

/** How long an ending stays; what asks for something to be done stays longer. */
export const stayMs = { done: 900, notice: 6000, problem: 9000 } as const;

const silence: LiveDictation = { committed: '', tentative: '', levelDb: -100, notice: null, problem: null };

export function createOverlayPresenter(options: PresenterOptions): OverlayPresenter {
  const { window, settings, messages, after } = options;
  let phase: DictationPhase = 'idle';
  let live = silence;
  let isWanted = false;
  /** Deliveries that have not ended. */
  let underWay = 0;
  let view: OverlayView | null = null;
  let callOff: () => void = () => undefined;

  const show = (next: OverlayView | null): void => {
    callOff();
    callOff = () => undefined;
    view = next;
    if (next === null || settings().overlay === 'off') window.hide();
    else {
      const { theme, language } = settings();
      window.show({ view: next, theme, language });
    }
  };

  const showEnding = (state: keyof typeof stayMs, message: string): void => {
    show({ state, message });
    callOff = after(stayMs[state], () => show(null));
  };

  const isRunning = (): boolean => phase === 'starting' || phase === 'listening' || phase === 'finishing';

  const showLive = (): void => {
    if (phase === 'idle' || phase === 'error' || !isWanted) return;
    const { committed, tentative, levelDb, notice } = live;
    show({ state: phase, committed, tentative, levelDb, notice: phase === 'listening' ? notice : null });
  };

  return {
    phaseChanged(next) {
      const wasRunning = isRunning();
      phase = next;
      if (next === 'starting') {
        live = silence;
        isWanted = !options.isOwnWindowFocused();
      }
      if (isRunning()) showLive();
      else if (!wasRunning) return;
      else if (next === 'error' && isWanted) {
        showEnding('problem', live.problem ?? messages().ended);
      } else if (underWay === 0) show(null);
    },
    liveChanged(next) {
      live = next;
      showLive();
    },
    delivering(delivery) {
      underWay += 1;
      void delivery.then((outcome) => {
        underWay -= 1;
        // The next dictation's words matter more than what became of the last one's.
        if (isRunning()) return;
        if (outcome.state === 'copied') showEnding('notice', messages().copied(outcome.reason));
        else if (outcome.state === 'failed') showEnding('problem', messages().notDelivered(outcome.reason));
        else showEnding('done', messages()[outcome.state]);
      });
    },
    refresh: () => {
      if (view !== null) show(view);
    },
  };
}
