'use client';

import { limits } from '../../amplify/limits';
import { useLanguage } from '../language/language-context';
import { Card } from './card';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { Segmented } from './segmented';

/** How long each movie is on the screens. */
export function RoundLength() {
  const { roundLength: texts } = useHostTexts();
  const { format } = useLanguage();
  const session = useHostSession();
  const act = useAct();
  const seconds = useHost(({ view }) => view?.show.roundSeconds);
  // A deployment may have a length of its own.
  const known = seconds === undefined ? [] : [seconds];
  const choices = [...new Set([...limits.roundSecondsChoices, ...known])].toSorted((a, b) => a - b);

  const choose = (roundSeconds: number) =>
    void act(() => session.changeSettings({ roundSeconds }), {
      done: format.count(texts.changed, roundSeconds),
      ...(seconds !== undefined && { undo: () => session.changeSettings({ roundSeconds: seconds }) }),
    });

  return (
    <Card title={texts.title}>
      <Segmented
        label={texts.note}
        value={seconds}
        options={choices.map((choice) => [choice, format.count(texts.seconds, choice)] as const)}
        onChoose={choose}
      />
    </Card>
  );
}
