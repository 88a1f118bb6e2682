import type { chatRulesTexts } from '../../languages/chat-rules';
import { MessagePage } from '../layout/message-page';
import styles from './chat-rules.module.css';

interface ChatRulesProps {
  texts: (typeof chatRulesTexts)['en'];
  contact: { text: string; href: string } | null;
}

/** The rules of the chat, what follows if they are broken, and whom to ask. */
export function ChatRules({ texts, contact }: ChatRulesProps) {
  return (
    <MessagePage title={texts.title}>
      <ul className={styles.rules}>
        {texts.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <p>{texts.consequences}</p>
      <p>{texts.privacy}</p>
      {contact ? (
        <p>
          <span>{`${texts.contact} `}</span>
          <a href={contact.href}>
            <bdi>{contact.text}</bdi>
          </a>
        </p>
      ) : (
        <p>{texts.noContact}</p>
      )}
      <p>
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- the show needs a page from the server */}
        <a href="/">{texts.back}</a>
      </p>
    </MessagePage>
  );
}
