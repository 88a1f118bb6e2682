'use client';

import { hostLimits } from '../../amplify/limits';
import { fill } from '../../languages/texts';
import type { Sender } from '../../live/host-session';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import { durationText } from './duration-text';
import { useHostTexts } from './host-texts';
import { muteChoices, useModeration } from './moderation';

/** Mutes a sender for a while, or for the show. */
export function MuteButtons({ sender }: { sender: Sender }) {
  const texts = useHostTexts();
  const { format } = useLanguage();
  const { mute } = useModeration();
  return muteChoices.map((seconds) => (
    <Button key={seconds} onClick={() => mute({ sender: sender.sender, nickname: sender.nickname }, seconds)}>
      {fill(texts.chat.mute, {
        duration: seconds === hostLimits.maxMuteSeconds ? texts.chat.forTheShow : durationText(seconds, texts, format),
      })}
    </Button>
  ));
}
