'use client';

import { useLanguage } from '../language/language-context';
import { BlockedWords } from './blocked-words';
import { Card } from './card';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { Segmented } from './segmented';
import { Switch } from './switch';

/** In seconds. 0 is the usual pace, one message a second. */
const slowModes = [0, 5, 10, 30, 60];

/** Who may write, how often, and what not. */
export function ChatRules() {
  const { chat: texts, roundLength } = useHostTexts();
  const { format } = useLanguage();
  const session = useHostSession();
  const act = useAct();
  const isOpen = useHost(({ view }) => view?.show.isChatOpen ?? true);
  const slowModeSeconds = useHost(({ view }) => view?.show.slowModeSeconds);

  return (
    <Card title={texts.settings}>
      <Switch
        label={texts.open}
        isOn={isOpen}
        onChange={(next) =>
          void act(() => session.changeSettings({ isChatOpen: next }), {
            done: next ? texts.openedNow : texts.closedNow,
            undo: () => session.changeSettings({ isChatOpen: isOpen }),
          })
        }
      />
      <Segmented
        label={texts.slowMode}
        value={slowModeSeconds}
        options={slowModes.map(
          (seconds) =>
            [seconds, seconds === 0 ? texts.slowModeOff : format.count(roundLength.seconds, seconds)] as const,
        )}
        onChoose={(seconds) =>
          void act(() => session.changeSettings({ slowModeSeconds: seconds }), {
            done: texts.slowModeChanged,
            ...(slowModeSeconds !== undefined && { undo: () => session.changeSettings({ slowModeSeconds }) }),
          })
        }
      />
      <BlockedWords />
    </Card>
  );
}
