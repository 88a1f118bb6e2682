'use client';

import { fill } from '../../languages/texts';
import type { RecordedAction } from '../../live/host-backend';
import { activeMutes } from './active-mutes';
import { Button } from './button';
import { Card } from './card';
import { useHost } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './lines.module.css';
import { useModeration } from './moderation';
import { useClock } from './use-clock';
import { useTimeText } from './use-time-text';

const noActions: readonly RecordedAction[] = [];

/** Who cannot write, and until when. */
export function Muted() {
  const { chat: texts } = useHostTexts();
  const actions = useHost((state) => state.actions ?? noActions);
  const own = useHost((state) => state.ownMutes);
  const now = useClock(1000);
  const timeText = useTimeText();
  const { unmute } = useModeration();
  const mutes = activeMutes(actions, own, now);
  return (
    <Card title={texts.mutedTitle}>
      {mutes.length === 0 ? (
        <p className={styles.note}>{texts.nobodyMuted}</p>
      ) : (
        <ul>
          {mutes.map(({ sender, nickname, mutedUntil }) => (
            <li key={sender} className={styles.line}>
              <p className={styles.main}>
                <strong>
                  <bdi>{nickname}</bdi>
                </strong>
                <span className={styles.note}>{fill(texts.until, { time: timeText(mutedUntil * 1000) })}</span>
              </p>
              <Button
                aria-label={fill(texts.unmuteNamed, { name: nickname })}
                onClick={() => unmute({ sender, nickname })}
              >
                {texts.unmute}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
