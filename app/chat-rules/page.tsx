import type { Metadata } from 'next';
import { ChatRules } from '../../components/chat-rules/chat-rules';
import { chatRulesTexts } from '../../languages/chat-rules';
import { requestLanguage } from '../language';
import { contact } from './contact';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `${chatRulesTexts[await requestLanguage()].title} · Matinee`, robots: { index: false } };
}

/** Rendered on the server alone, so that it works without JavaScript and is not in the first load of the show. */
export default async function ChatRulesPage() {
  return <ChatRules texts={chatRulesTexts[await requestLanguage()]} contact={contact} />;
}
