/**
 * The texts of a page that has failed, in all languages. Every page contains them, unlike the dictionaries: the file
 * that a page lacks may be the one with its texts.
 */
import type { Language } from './language';

interface FailureTexts {
  title: string;
  /** The page reloads without help. */
  detail: string;
  /** Files of the page are missing. */
  incomplete: string;
  reload: string;
}

export const failureTexts: Record<Language, FailureTexts> = {
  en: {
    title: 'Something went wrong',
    detail: 'The page stopped working. It will reload by itself in a moment.',
    incomplete: 'The page did not load completely, so you cannot vote or chat yet.',
    reload: 'Reload the page',
  },
  es: {
    title: 'Algo ha fallado',
    detail: 'La página ha dejado de funcionar. Se recargará sola en un momento.',
    incomplete: 'La página no se ha cargado del todo, así que aún no puedes votar ni chatear.',
    reload: 'Recargar la página',
  },
  ar: {
    title: 'حدث خطأ ما',
    detail: 'توقفت الصفحة عن العمل. سيُعاد تحميلها تلقائيًا بعد لحظات.',
    incomplete: 'لم يكتمل تحميل الصفحة، لذا لا يمكنك التصويت أو الدردشة بعد.',
    reload: 'إعادة تحميل الصفحة',
  },
  ja: {
    title: '問題が発生しました',
    detail: 'ページが動作しなくなりました。まもなく自動的に再読み込みされます。',
    incomplete: 'ページの読み込みが完了していないため、まだ投票やチャットができません。',
    reload: 'ページを再読み込み',
  },
};
