import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../app/desks';
import { isPending, type Page } from '../app/pages';
import type { t as Message } from '../locales/language';
import tools from '../ui/tools.module.css';
import type { SoundChoice as Sound, SoundFacts } from '../../worker/protocol';
import styles from './sound-choice.module.css';

/** A recording's audio tracks and channels: each can be heard on a page of its own. */
export function SoundChoice({ page }: { readonly page: Page & { kind: 'recording' } }) {
  const { t } = useTranslation();
  const { recordings } = useSession();
  const [chosen, setChosen] = useState('');
  const { id, sound } = page;
  if (sound === null || isPending(page) || !recordings.canHearAgain(id)) return null;
  const choices = choicesOf(sound, t);
  const { key, sounds } = choices.find((each) => each.key === chosen) ?? choices[0]!;
  return (
    <div className={styles.sound}>
      <span>
        {sound.tracks > 1 && t('sound.tracks', { count: sound.tracks })}{' '}
        {sound.channels > 1 && t('sound.channels', { count: sound.channels })}
      </span>
      <span className={tools.export}>
        <button type="button" className={tools.tool} onClick={() => recordings.hearAgain(id, sounds)}>
          {t('sound.hearAgain')}
        </button>
        <select
          className={tools.format}
          aria-label={t('sound.choice')}
          value={key}
          onChange={({ target }) => setChosen(target.value)}
        >
          {choices.map((each) => (
            <option key={each.key} value={each.key}>
              {each.label}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}

interface Choice {
  readonly key: string;
  readonly label: string;
  readonly sounds: readonly Sound[];
}

/** More channels than a person would go through one by one are offered together alone. */
const mostChannels = 8;

/** What can be heard instead. */
function choicesOf({ tracks, channels }: SoundFacts, t: typeof Message): readonly Choice[] {
  const numbers = (count: number): readonly number[] => (count < 2 ? [] : Array.from({ length: count }, (_, index) => index + 1));
  const all = numbers(channels);
  const each = { key: 'each', label: t('sound.eachChannel'), sounds: all.map((channel) => ({ channel })) };
  return [
    ...numbers(tracks).map((track) => ({
      key: `track ${track}`,
      label: t('sound.trackChoice', { number: track }),
      sounds: [{ track }],
    })),
    ...(all.length > 0 ? [each] : []),
    ...(all.length > mostChannels ? [] : all).map((channel) => ({
      key: `channel ${channel}`,
      label: t('sound.channelChoice', { number: channel }),
      sounds: [{ channel }],
    })),
  ];
}
