import type { Texts } from '../../languages/texts';
import styles from './message-page.module.css';
import { MessagePage } from './message-page';

/** The page for unknown addresses. */
export function NotFound({ texts }: { texts: Texts }) {
  return (
    <MessagePage title={texts.page.notFound}>
      <p>{texts.page.notFoundDetail}</p>
      <p className={styles.ways}>
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- the show needs a page from the server */}
        <a className={styles.button} href="/">
          {texts.page.toTheShow}
        </a>
        <a href="/stage">{texts.stage.open}</a>
      </p>
    </MessagePage>
  );
}
