/** What an operator did, in words. */
import type { Formatter } from '../../languages/formatter';
import type { HostTexts } from '../../languages/host/texts';
import { fill } from '../../languages/texts';
import { durationText } from './duration-text';
import type { ReadAction } from './recorded-action';

/** How much of a user's id is shown. */
const shownIdLength = 8;

/** Returns who did it: the host of this page, or the start of an id. */
export function operatorText({ operator }: ReadAction, ownId: string, { audit }: HostTexts): string {
  return operator === ownId ? audit.you : operator.slice(0, shownIdLength);
}

/** Returns what was done. */
export function actionText({ action, detail }: ReadAction, texts: HostTexts, format: Formatter): string {
  const { audit } = texts;
  switch (action) {
    case 'setPaused':
      return detail['isPaused'] === true ? audit.setPausedTrue : audit.setPausedFalse;
    case 'skipMovie':
      return audit.skipMovie;
    case 'changeSettings':
      return fill(audit.changeSettings, { changes: format.list(changesOf(detail, texts)) });
    case 'setPlaylist':
      return playlistText(detail['entries'], texts, format);
    case 'setMessageRemoved':
      return detail['isRemoved'] === true ? audit.removed : audit.restored;
    case 'setReportClosed':
      return detail['isClosed'] === true ? audit.reportClosed : audit.reportOpened;
    case 'pinMessage':
      return pinText(detail['message'], texts);
    case 'muteSender':
      return muteText(detail, texts, format);
    case 'resetLeaderboard':
      return audit.resetLeaderboard;
    default:
      return fill(audit.unknown, { action });
  }
}

function changesOf(detail: Record<string, unknown>, { audit, stage }: HostTexts): string[] {
  return Object.entries(detail).flatMap(([name, value]): string[] => {
    if (value === null) return [];
    switch (name) {
      case 'roundSeconds':
        return [fill(audit.roundSeconds, { seconds: textOf(value) })];
      case 'isChatOpen':
        return [value === true ? audit.chatOpen : audit.chatClosed];
      case 'slowModeSeconds':
        return [fill(audit.slowMode, { seconds: textOf(value) })];
      case 'blockedWords':
        return [audit.blockedWords];
      case 'stageChat':
        return [fill(audit.stageChat, { value: isStageChat(value) ? stage[value] : textOf(value) })];
      case 'areVotesHidden':
        return [value === true ? audit.votesHidden : audit.votesShown];
      default:
        return [name];
    }
  });
}

/** Returns a number or a text as it is; the backend records nothing else here. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isStageChat(value: unknown): value is 'all' | 'pinned' | 'none' {
  return value === 'all' || value === 'pinned' || value === 'none';
}

/** @param entries a text if the list was too long to be recorded */
function playlistText(entries: unknown, { audit }: HostTexts, format: Formatter): string {
  if (!Array.isArray(entries)) return audit.setLongPlaylist;
  return entries.length === 0 ? audit.setPlaylistEmpty : format.count(audit.setPlaylist, entries.length);
}

/** @param message a text if it was too long to be recorded */
function pinText(message: unknown, { audit }: HostTexts): string {
  if (message === null || message === undefined) return audit.unpinned;
  const text = typeof message === 'object' && 'text' in message ? message.text : undefined;
  return typeof text === 'string' ? fill(audit.pinned, { text }) : audit.pinnedLong;
}

function muteText({ nickname, seconds }: Record<string, unknown>, texts: HostTexts, format: Formatter): string {
  const name = typeof nickname === 'string' ? nickname : '';
  if (typeof seconds !== 'number' || seconds === 0) return fill(texts.audit.unmuted, { name });
  return fill(texts.audit.muted, { name, duration: durationText(seconds, texts, format) });
}
