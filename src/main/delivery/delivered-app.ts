import type { Delivery } from '../../platform/platform';
import type { TargetFinder } from './target';

export interface NamedDeliveries {
  readonly targets: TargetFinder;
  /** The delivery with the application that it went to, where that is known. */
  named(delivery: Promise<Delivery>): Promise<Delivery>;
}

/** Remembers which window was found last: deliveries come one at a time, so it is the one that the next to end has gone to. */
export function nameDeliveries(targets: TargetFinder): NamedDeliveries {
  let app: string | undefined;
  return {
    targets: {
      prepare: () => targets.prepare(),
      find: async () => {
        const target = await targets.find();
        app = target.state === 'window' ? target.names[0] : undefined;
        return target;
      },
    },
    named: async (delivery) => {
      const ended = await delivery;
      return app !== undefined && (ended.state === 'pasted' || ended.state === 'typed') ? { ...ended, app } : ended;
    },
  };
}
