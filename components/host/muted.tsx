'use client';

import { fill } from '../../languages/texts';
import { useTimeText } from '../language/use-time-text';
import { Button } from './button';
import { Card } from './card';
import { useHost } from './host-context';
import { useHostTexts } from './host-texts';
import styles from './lines.module.css';
import { useModeration } from './moderation';
import { SenderTag } from './sender-tag';
import { useClock } from './use-clock';

/** Who cannot write, and until when. */
export function Muted() {
  const { chat: texts } = useHostTexts();
  const known = useHost((state) => state.mutes);
  const now = useClock(1000);
  const timeText = useTimeText();
  const { unmute } = useModeration();
  const mutes =
    known?.filter(({ mutedUntil }) => mutedUntil * 1000 > now).toSorted((a, b) => a.mutedUntil - b.mutedUntil) ?? [];
  return (
    <Card title={texts.mutedTitle}>
      {mutes.length === 0 ? (
        known && <p className={styles.note}>{texts.nobodyMuted}</p>
      ) : (
        <ul>
          {mutes.map(({ sender, nickname, mutedUntil }) => (
            <li key={sender} className={styles.line}>
              <p className={styles.main}>
                <strong>
                  <bdi>{nickname}</bdi>
                </strong>
                <SenderTag sender={sender} />
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
