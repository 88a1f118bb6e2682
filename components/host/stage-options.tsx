'use client';

import { Card } from './card';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import { Segmented } from './segmented';
import { Switch } from './switch';
import styles from './links.module.css';

const choices = ['all', 'pinned', 'none'] as const;

/** What the page for a projector shows. */
export function StageOptions() {
  const { stage: texts, page } = useHostTexts();
  const session = useHostSession();
  const act = useAct();
  const stageChat = useHost(({ view }) => view?.show.stageChat);
  const areVotesHidden = useHost(({ view }) => view?.show.areVotesHidden ?? false);

  return (
    <Card title={texts.title}>
      <Segmented
        label={texts.chat}
        value={stageChat}
        options={choices.map((choice) => [choice, texts[choice]] as const)}
        onChoose={(chosen) =>
          void act(() => session.changeSettings({ stageChat: chosen }), {
            done: texts.changed,
            ...(stageChat && { undo: () => session.changeSettings({ stageChat }) }),
          })
        }
      />
      <Switch
        label={texts.hideVotes}
        isOn={areVotesHidden}
        onChange={(isOn) =>
          void act(() => session.changeSettings({ areVotesHidden: isOn }), {
            done: texts.changed,
            undo: () => session.changeSettings({ areVotesHidden }),
          })
        }
      />
      <p className={styles.links}>
        <a href="/stage" target="_blank" rel="noopener">
          {page.openStage}
        </a>
        <a href="/" target="_blank" rel="noopener">
          {page.openShow}
        </a>
      </p>
    </Card>
  );
}
