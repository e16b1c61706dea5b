import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackendReport } from '../../core/backend';
import type { FinalFacts, FinalReport } from '../../worker/protocol';
import { useApp } from '../app/desks';
import { modelOf } from '../app/store';
import panel from '../ui/panel.module.css';
import { shortMs, smallerModelText } from './engine-facts';
import { secondsText } from './final-facts';
import { sizeText } from './model-facts';
import styles from './self-test-panel.module.css';

interface Measuring {
  measureUserAgentSpecificMemory?(): Promise<{ readonly bytes: number }>;
}

/** What the page and its workers take; null where the browser doesn't tell. It may take its time, until it next collects garbage. */
async function measuredMemory(): Promise<number | null> {
  const { bytes } = (await (performance as Measuring).measureUserAgentSpecificMemory?.().catch(() => null)) ?? { bytes: null };
  return bytes;
}

/** Which backends were tried, how fast each was, and why this one was chosen. */
export function SelfTestPanel() {
  const { t } = useTranslation();
  const choice = useApp(({ engine }) => (engine.state === 'ready' ? engine.choice : null));
  const [memoryBytes, setMemoryBytes] = useState<number | null>(null);
  const facts = useApp(({ final }) => (final.state === 'ready' ? final.facts : null));
  if (choice === null) return null;
  return (
    <>
      <button type="button" className={styles.opener} popoverTarget="self-test">
        {t('selfTest.title')}
      </button>
      <section
        id="self-test"
        popover="auto"
        className={panel.panel}
        aria-label={t('selfTest.title')}
        data-place="bottom"
        onToggle={({ newState }) => {
          if (newState === 'open') void measuredMemory().then(setMemoryBytes);
        }}
      >
        <p lang="en" dir="auto">
          {choice.reason}
        </p>
        <SmallerModel />
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('selfTest.backend')}</th>
              <th scope="col">{t('selfTest.chunk')}</th>
              <th scope="col">{t('selfTest.rtf')}</th>
              <th scope="col">{t('selfTest.result')}</th>
            </tr>
          </thead>
          <tbody>
            {choice.reports.map((report) => (
              <ReportRow key={report.backend} report={report} isChosen={report.backend === choice.backend} />
            ))}
          </tbody>
        </table>
        {facts !== null && <FinalModels facts={facts} />}
        {memoryBytes !== null && <div>{t('selfTest.memory', { size: sizeText(memoryBytes) })}</div>}
      </section>
    </>
  );
}

/** Why the small live model is in use, where nobody chose it. */
function SmallerModel() {
  const { t } = useTranslation();
  const reason = useApp((state) => smallerModelText(state, t));
  return reason !== null && <p>{reason}</p>;
}

function ReportRow({ report, isChosen }: { readonly report: BackendReport; readonly isChosen: boolean }) {
  const { t } = useTranslation();
  const isOk = report.state === 'ok';
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">{report.backend}</th>
      <td>{isOk ? t('selfTest.ms', { ms: shortMs(report.msPerChunk) }) : '–'}</td>
      <td>{isOk ? report.rtf.toFixed(3) : '–'}</td>
      {isOk ? (
        <td>{t(isChosen ? 'selfTest.inUse' : 'selfTest.correct')}</td>
      ) : (
        <td lang="en" dir="auto">
          {report.reason}
        </td>
      )}
    </tr>
  );
}

/** The models of the final pass: why these, how fast each is, and what it takes. */
function FinalModels({ facts }: { readonly facts: FinalFacts }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={styles.heading}>{t('selfTest.finalTitle')}</h2>
      <p lang="en" dir="auto">
        {facts.reason}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('selfTest.model')}</th>
            <th scope="col">{t('selfTest.for10s')}</th>
            <th scope="col">{t('selfTest.load')}</th>
            <th scope="col">{t('selfTest.size')}</th>
            <th scope="col">{t('selfTest.result')}</th>
          </tr>
        </thead>
        <tbody>
          {facts.reports.map((report) => (
            <FinalRow key={report.modelId} report={report} isUsed={facts.modelIds.includes(report.modelId)} />
          ))}
        </tbody>
      </table>
      {facts.threads > 0 && <p>{t('selfTest.threads', { count: facts.threads })}</p>}
    </>
  );
}

function FinalRow({ report, isUsed }: { readonly report: FinalReport; readonly isUsed: boolean }) {
  const { t } = useTranslation();
  const name = useApp((state) => modelOf(state, report.modelId)?.name ?? report.modelId);
  return (
    <tr data-chosen={isUsed || undefined}>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>{t('selfTest.seconds', { seconds: secondsText(report.msFor10s) })}</td>
      <td>{t('selfTest.seconds', { seconds: secondsText(report.loadMs) })}</td>
      <td>{sizeText(report.bytes)}</td>
      <td>{t(isUsed ? 'selfTest.used' : 'selfTest.unused')}</td>
    </tr>
  );
}
