import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackendChoice, BackendReport } from '../../core/backend';
import { liveSpeed } from '../../core/speed';
import type { FinalFacts, FinalReport } from '../../worker/protocol';
import { useApp } from '../app/desks';
import { modelOf } from '../app/store';
import panel from '../ui/panel.module.css';
import { joined, type t as Message } from '../locales/language';
import { shortMs, smallerModelText, usedSpeed } from './engine-facts';
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

/** How well Utter runs here and on what, in words; the figures of all that was tried are a click away. */
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
        <Verdict choice={choice} />
        <SmallerModel />
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('selfTest.backend')}</th>
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
        <details className={styles.figures}>
          <summary>{t('selfTest.figures')}</summary>
          <Figures choice={choice} />
          {facts !== null && <FinalFigures facts={facts} />}
          {memoryBytes !== null && <div>{t('selfTest.memory', { size: sizeText(memoryBytes) })}</div>}
        </details>
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

function Verdict({ choice }: { readonly choice: BackendChoice }) {
  const { t } = useTranslation();
  const speed = usedSpeed(choice);
  return (
    <p>
      {speed !== null && `${t(`verdicts.${speed}`)} `}
      {t('selfTest.computedOn', { backend: t(`backends.${choice.backend}`) })}
    </p>
  );
}

interface ReportProps {
  readonly report: BackendReport;
  readonly isChosen: boolean;
}

function ReportRow({ report, isChosen }: ReportProps) {
  const { t } = useTranslation();
  return (
    <tr data-chosen={isChosen || undefined}>
      <th scope="row">{t(`backends.${report.backend}`)}</th>
      {report.state === 'ok' ? (
        <td>{joined([t(isChosen ? 'selfTest.inUse' : 'selfTest.correct'), t(`speed.${liveSpeed(report.rtf)}`)])}</td>
      ) : (
        <td lang="en" dir="auto">
          {report.reason}
        </td>
      )}
    </tr>
  );
}

/** For those who want to know exactly. */
function Figures({ choice: { reason, reports } }: { readonly choice: BackendChoice }) {
  const { t } = useTranslation();
  return (
    <>
      <p lang="en" dir="auto">
        {reason}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('selfTest.backend')}</th>
            <th scope="col">{t('selfTest.chunk')}</th>
            <th scope="col">{t('selfTest.forOneSecond')}</th>
          </tr>
        </thead>
        <tbody>
          {reports.flatMap((report) =>
            report.state === 'ok' ? (
              <tr key={report.backend}>
                <th scope="row">{t(`backends.${report.backend}`)}</th>
                <td>{chunkText(report, t)}</td>
                <td>{t('selfTest.ms', { ms: shortMs(report.rtf * 1000) })}</td>
              </tr>
            ) : (
              []
            ),
          )}
        </tbody>
      </table>
    </>
  );
}

/** The self-test's time beside the length of the audio it was for. */
function chunkText({ msPerChunk, rtf }: Extract<BackendReport, { state: 'ok' }>, t: typeof Message): string {
  const chunkMs = rtf > 0 ? Math.round(msPerChunk / rtf) : 0;
  return t('selfTest.chunkTime', { ms: shortMs(msPerChunk), chunkMs });
}

/** The models of the final pass, and which of them are used. */
function FinalModels({ facts }: { readonly facts: FinalFacts }) {
  const { t } = useTranslation();
  return (
    <>
      <h2 className={styles.heading}>{t('selfTest.finalTitle')}</h2>
      <ul className={panel.list}>
        {facts.reports.map(({ modelId }) => (
          <li key={modelId}>
            <ModelName id={modelId} />: {t(facts.modelIds.includes(modelId) ? 'selfTest.used' : 'selfTest.unused')}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why these models, how fast each is, and what it takes. */
function FinalFigures({ facts }: { readonly facts: FinalFacts }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles.heading} lang="en" dir="auto">
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

function ModelName({ id }: { readonly id: string }) {
  const name = useApp((state) => modelOf(state, id)?.name ?? id);
  return <bdi>{name}</bdi>;
}

function FinalRow({ report, isUsed }: { readonly report: FinalReport; readonly isUsed: boolean }) {
  const { t } = useTranslation();
  return (
    <tr data-chosen={isUsed || undefined}>
      <th scope="row">
        <ModelName id={report.modelId} />
      </th>
      <td>{t('selfTest.seconds', { seconds: secondsText(report.msFor10s) })}</td>
      <td>{t('selfTest.seconds', { seconds: secondsText(report.loadMs) })}</td>
      <td>{sizeText(report.bytes)}</td>
      <td>{t(isUsed ? 'selfTest.used' : 'selfTest.unused')}</td>
    </tr>
  );
}
