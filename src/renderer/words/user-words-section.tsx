import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { boostRange, longestEntry, type UserWord, type WordProblem } from '../../core/language/user-words';
import type { RecordedClip } from '../../worker/protocol';
import { failureText } from '../app/attempt';
import { useApp, useSession } from '../app/desks';
import { FileButton } from '../ui/file-button';
import { Setting, SettingsSection } from '../ui/setting-rows';
import { RecordButtons } from './record-buttons';
import styles from './user-words-section.module.css';

/** Entries that are listed at once; a search finds the others. */
const mostListed = 100;

/** The user's own words: add, import, make likelier, remove. */
export function UserWordsSection() {
  const { t } = useTranslation();
  const words = useApp((state) => state.userWords);
  const problems = useApp((state) => state.wordProblems);
  const [message, setMessage] = useState('');
  const [wanted, setWanted] = useState('');
  const session = useSession();
  /** What was removed since the section was opened, the last one last: the next word takes its place under the pointer. */
  const [removed, setRemoved] = useState<readonly UserWord[]>([]);
  const last = removed.at(-1);
  const takeBack = async (word: UserWord): Promise<void> => {
    const { ok, message: said } = await session.words.add(word);
    setMessage(said);
    if (ok) setRemoved((before) => before.filter((each) => each !== word));
  };
  const matching = words.filter(({ written }) => written.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <SettingsSection title={t('words.title')}>
      <Setting label={[t('words.written'), t('words.soundsLike'), t('words.import')].join(' ')}>
        <AddForm say={setMessage} />
        <p aria-live="polite" className={styles.message}>
          {message}
        </p>
        {last !== undefined && (
          <button type="button" className={styles.button} onClick={() => void takeBack(last)}>
            {t('confirm.takeBack', { name: last.written })}
          </button>
        )}
        {problems[0] !== undefined && <Unheard problem={problems[0]} />}
        {words.length > 10 && (
          <label className={styles.field}>
            <span>{t('words.find')}</span>
            <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
          </label>
        )}
        {words.length > 0 && (
          <ul aria-label={t('words.title')} className={styles.list}>
            {matching.slice(0, mostListed).map((word) => (
              <Entry
                key={word.written}
                word={word}
                say={setMessage}
                onRemoved={() => setRemoved((before) => [...before, word])}
              />
            ))}
          </ul>
        )}
        {matching.length > mostListed && (
          <p className={styles.message}>{t('words.more', { count: matching.length - mostListed })}</p>
        )}
      </Setting>
    </SettingsSection>
  );
}

function Unheard({ problem: { line, text, problem } }: { readonly problem: WordProblem }) {
  const { t } = useTranslation();
  return <p className={styles.problem}>{t('words.unheard', { number: line, text, reason: problem })}</p>;
}

interface Teller {
  say(message: string): void;
}

function AddForm({ say }: Teller) {
  const { t } = useTranslation();
  const session = useSession();
  const [written, setWritten] = useState('');
  const [soundsLike, setSoundsLike] = useState('');
  const [clips, setClips] = useState<readonly (RecordedClip | null)[]>([null, null, null]);
  const recorded = clips.filter((clip) => clip !== null);

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    const word: UserWord = { written, soundsLike, boost: 0, learned: [] };
    try {
      if (recorded.length > 0) say(t('words.listening'));
      const learned = recorded.length > 0 ? await session.words.learn(word, recorded) : [];
      const { ok, message } = await session.words.add({ ...word, learned });
      say(message);
      if (!ok) return;
      setWritten('');
      setSoundsLike('');
      setClips([null, null, null]);
    } catch (error) {
      say(failureText(error));
    }
  }

  return (
    <form onSubmit={(event) => void add(event)}>
      <label className={styles.field}>
        <span>{t('words.written')}</span>
        <input
          dir="auto"
          value={written}
          maxLength={longestEntry}
          required
          onChange={(event) => setWritten(event.target.value)}
        />
      </label>
      <label className={styles.field}>
        <span>{t('words.soundsLike')}</span>
        <input dir="auto" value={soundsLike} maxLength={longestEntry} onChange={(event) => setSoundsLike(event.target.value)} />
      </label>
      <RecordButtons clips={clips} onClips={setClips} say={say} />
      <div className={styles.add}>
        <button type="submit" className={styles.button}>
          {t('words.add')}
        </button>
        <ImportFile say={say} />
      </div>
    </form>
  );
}

function ImportFile({ say }: Teller) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <FileButton
      label={t('words.import')}
      accept=".txt,.tsv,text/plain"
      onChange={(event) => {
        const { files } = event.target;
        const file = files?.[0];
        if (file !== undefined) void session.words.importFile(file).then(({ message }) => say(message));
        event.target.value = '';
      }}
    />
  );
}

interface EntryProps extends Teller {
  readonly word: UserWord;
  onRemoved(): void;
}

function Entry({ word, say, onRemoved }: EntryProps) {
  const { t } = useTranslation();
  const session = useSession();
  const { written, soundsLike, learned, boost } = word;
  const [shown, setShown] = useState(boost);
  const keep = (): void => {
    if (shown !== boost) void session.words.setBoost(written, shown).then(({ message }) => say(message));
  };
  const sound = learned.length > 0 ? t('words.fromRecordings') : soundsLike;
  return (
    <li className={styles.entry}>
      <span className={styles.written}>
        <bdi>{written}</bdi>
        {sound !== '' && <small>{sound}</small>}
      </span>
      <input
        type="range"
        aria-label={t('words.boost', { word: written })}
        min={boostRange.least}
        max={boostRange.most}
        step={0.5}
        value={shown}
        onChange={(event) => setShown(Number(event.target.value))}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <button
        type="button"
        className={styles.button}
        aria-label={t('words.removeWord', { word: written })}
        onClick={() =>
          void session.words.remove(written).then(({ ok, message }) => {
            say(message);
            if (ok) onRemoved();
          })
        }
      >
        {t('words.remove')}
      </button>
    </li>
  );
}
