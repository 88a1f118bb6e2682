/**
 * The texts of what hosts do in the chat, in all languages. They are loaded with the chat: most guests never read them, and
 * the dictionaries are part of every page.
 */
import type { Language } from './language';

interface ModerationTexts {
  closed: string;
  /** In the field for the message. */
  closedField: string;
  slowMode: string;
  nextMessageIn: string;
  muted: string;
  blockedWord: string;
  /** In place of an own message. */
  removed: string;
  report: string;
  reportNamed: string;
  reporting: string;
  reported: string;
  reportFailed: string;
  pinned: string;
  rules: string;
}

export const moderationTexts: Record<Language, ModerationTexts> = {
  en: {
    closed: 'The host has closed the chat.',
    closedField: 'Chat closed',
    slowMode: 'Slow mode: one message every {seconds} s.',
    nextMessageIn: 'Next message in {seconds} s',
    muted: 'The host has muted you until {time}. Your text is still here.',
    blockedWord: '“{word}” is not allowed here. Your text is still here; change it, then send.',
    removed: 'Removed by the host',
    report: 'Report',
    reportNamed: 'Report this message to the host: {name}',
    reporting: 'Reporting…',
    reported: 'Reported to the host',
    reportFailed: 'Not reported. Try again in a moment.',
    pinned: 'Pinned by the host: {text}',
    rules: 'Chat rules',
  },
  es: {
    closed: 'El anfitrión ha cerrado el chat.',
    closedField: 'Chat cerrado',
    slowMode: 'Modo lento: un mensaje cada {seconds} s.',
    nextMessageIn: 'Próximo mensaje en {seconds} s',
    muted: 'El anfitrión te ha silenciado (hasta: {time}). Tu texto sigue aquí.',
    blockedWord: '«{word}» no está permitido aquí. Tu texto sigue aquí; cámbialo y envíalo.',
    removed: 'Eliminado por el anfitrión',
    report: 'Denunciar',
    reportNamed: 'Denunciar este mensaje al anfitrión: {name}',
    reporting: 'Enviando…',
    reported: 'Denunciado al anfitrión',
    reportFailed: 'No se ha enviado. Inténtalo en un momento.',
    pinned: 'Fijado por el anfitrión: {text}',
    rules: 'Normas del chat',
  },
  ar: {
    closed: 'أغلق المضيف الدردشة.',
    closedField: 'الدردشة مغلقة',
    slowMode: 'الوضع البطيء: رسالة واحدة كل {seconds} ث.',
    nextMessageIn: 'الرسالة التالية بعد {seconds} ث',
    muted: 'كتمك المضيف حتى {time}. نصّك ما زال هنا.',
    blockedWord: '«{word}» غير مسموح هنا. نصّك ما زال هنا، غيّره ثم أرسل.',
    removed: 'حذفها المضيف',
    report: 'إبلاغ',
    reportNamed: 'إبلاغ المضيف عن هذه الرسالة: {name}',
    reporting: 'جارٍ الإبلاغ…',
    reported: 'أُبلغ المضيف',
    reportFailed: 'لم يصل البلاغ. حاول بعد لحظات.',
    pinned: 'ثبّت المضيف: {text}',
    rules: 'قواعد الدردشة',
  },
  ja: {
    closed: 'ホストがチャットを閉じました。',
    closedField: 'チャット終了',
    slowMode: '低速モード:メッセージは{seconds}秒に1件です。',
    nextMessageIn: '次のメッセージまで{seconds}秒',
    muted: '{time}までホストにより発言が制限されています。文章は残っています。',
    blockedWord: '「{word}」は使えません。文章は残っています。直してから送ってください。',
    removed: 'ホストが削除しました',
    report: '報告',
    reportNamed: 'このメッセージをホストに報告する:{name}',
    reporting: '報告しています…',
    reported: 'ホストに報告しました',
    reportFailed: '報告できませんでした。少し待ってからお試しください。',
    pinned: 'ホストが固定:{text}',
    rules: 'チャットのルール',
  },
};
