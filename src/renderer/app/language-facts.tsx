import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { languageRate } from '../models/model-facts';
import { useApp, useModelDesk } from './desks';
import { finalPair, hearableLanguages, isLiveLanguage } from './hearing';

/** From this share of wrong words on a model is weak in a language. */
const weakRate = 0.25;

/** What to expect of a language: whether words appear while one speaks, and how well the model hears it. */
export function LanguageFacts({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  const desk = useModelDesk();
  const isHeard = useApp((state) => hearableLanguages(state).includes(code));
  const isLive = useApp((state) => isLiveLanguage(state, code));
  const modelId = useApp(({ finalModels, settings }) => finalPair(finalModels, settings.finalModelId).large?.id ?? null);
  const rates = useApp(({ modelManager: { contents } }) => contents?.installed.find(({ id }) => id === modelId)?.rates);
  const isKnown = useApp(({ modelManager: { contents } }) => contents !== null);
  useEffect(() => {
    if (!isKnown) void desk.refresh();
  }, [desk, isKnown]);
  const rate = rates === undefined || isLive ? null : languageRate(rates, code);
  const percent = Math.round((rate ?? 0) * 100);
  return (
    <>
      {t(isLive ? 'languages.live' : isHeard ? 'languages.atPauses' : 'languages.unheard')}
      {rate !== null && ` ${t(rate >= weakRate ? 'languages.weak' : 'languages.rate', { percent })}`}
    </>
  );
}
