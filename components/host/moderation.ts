'use client';

/** What a host does about a message and its sender, with what undoes it. */
import { hostLimits } from '../../amplify/limits';
import { fill } from '../../languages/texts';
import type { Message } from '../../live/backend';
import type { ReportedMessage } from '../../live/host-backend';
import type { Sender } from '../../live/host-session';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';

/** For how long a host can mute someone, in seconds: for a moment, and for longer than any show. */
export const muteChoices = [300, hostLimits.maxMuteSeconds] as const;

export interface Moderation {
  remove: (message: Pick<Message, 'id' | 'nickname'>) => void;
  restore: (message: Pick<Message, 'id' | 'nickname'>) => void;
  mute: (sender: Sender, seconds: number) => void;
  unmute: (sender: Sender) => void;
  closeReport: (report: ReportedMessage) => void;
  pin: (message: Message) => void;
  unpin: () => void;
}

export function useModeration(): Moderation {
  const { chat, reports } = useHostTexts();
  const session = useHostSession();
  const act = useAct();
  const pinned = useHost(({ view }) => view?.show.pinned ?? null);
  /** Only the fields that the API takes. */
  const pinnedNow = pinned && {
    id: pinned.id,
    nickname: pinned.nickname,
    text: pinned.text,
    isHost: pinned.isHost ?? false,
  };

  /** A removed message needs no report any more. */
  const setRemoved = ({ id, nickname }: Pick<Message, 'id' | 'nickname'>, isRemoved: boolean) => {
    const reported = session.getState().reports?.filter(({ messageId }) => messageId === id) ?? [];
    const change = async (isRemovedNow: boolean) => {
      await session.setMessageRemoved(id, isRemovedNow);
      await Promise.all(reported.map((report) => session.setReportClosed(report.id, isRemovedNow)));
    };
    void act(() => change(isRemoved), {
      done: fill(isRemoved ? chat.removedNow : chat.restoredNow, { name: nickname }),
      undo: () => change(!isRemoved),
    });
  };

  return {
    remove: (message) => setRemoved(message, true),
    restore: (message) => setRemoved(message, false),
    mute: (sender, seconds) =>
      void act(() => session.muteSender(sender, seconds), {
        done: fill(chat.mutedNow, { name: sender.nickname }),
        undo: () => session.muteSender(sender, 0),
      }),
    unmute: (sender) =>
      void act(() => session.muteSender(sender, 0), { done: fill(chat.unmutedNow, { name: sender.nickname }) }),
    closeReport: ({ id }) =>
      void act(() => session.setReportClosed(id, true), {
        done: reports.dismissed,
        undo: () => session.setReportClosed(id, false),
      }),
    pin: ({ id, nickname, text, isHost }) =>
      void act(() => session.pinMessage({ id, nickname, text, isHost: isHost ?? false }), {
        done: chat.pinnedNow,
        undo: () => session.pinMessage(pinnedNow),
      }),
    unpin: () =>
      void act(() => session.pinMessage(null), {
        done: chat.unpinnedNow,
        undo: () => session.pinMessage(pinnedNow),
      }),
  };
}
