'use client';

import { moderationTexts } from '../../languages/moderation';
import { useLanguage } from '../language/language-context';

/** The texts of what hosts do in the chat. */
export function useModerationTexts() {
  return moderationTexts[useLanguage().language];
}
