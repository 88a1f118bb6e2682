'use client';

import { useId, useState } from 'react';
import { hostLimits } from '../../amplify/limits';
import { useLanguage } from '../language/language-context';
import { Button } from './button';
import controls from './controls.module.css';
import { useAct, useHost, useHostSession } from './host-context';
import { useHostTexts } from './host-texts';
import notes from './playlist.module.css';
import { problemOf, wordsOf } from './word-list';

const none: string[] = [];

/** Words that nobody can write. They take effect when they are saved. */
export function BlockedWords() {
  const { chat: texts } = useHostTexts();
  const { format } = useLanguage();
  const session = useHostSession();
  const act = useAct();
  const saved = useHost(({ view }) => view?.blockedWords ?? none);
  /** Null while nothing is changed, so that changes of other hosts show. */
  const [draft, setDraft] = useState<string | null>(null);
  const hint = useId();

  const words = wordsOf(draft ?? '');
  const problem = problemOf(words);
  const problemText = {
    tooManyWords: format.count(texts.tooManyWords, hostLimits.maxBlockedWords),
    wordTooLong: format.count(texts.wordTooLong, hostLimits.maxBlockedWordLength),
  };

  const save = async () => {
    const isSaved = await act(() => session.changeSettings({ blockedWords: words }), {
      done: texts.saved,
      undo: () => session.changeSettings({ blockedWords: saved }),
    });
    if (isSaved) setDraft(null);
  };

  return (
    <div className={controls.field}>
      <label htmlFor={`${hint}words`}>{texts.blockedWords}</label>
      <textarea
        id={`${hint}words`}
        aria-describedby={hint}
        rows={4}
        dir="auto"
        spellCheck={false}
        autoCapitalize="none"
        value={draft ?? saved.join('\n')}
        onChange={(event) => setDraft(event.target.value)}
      />
      <p id={hint} className={notes.note}>
        {problem ? problemText[problem] : texts.blockedWordsHint}
      </p>
      {draft !== null && (
        <Button look="main" disabled={problem !== null} onClick={() => void save()}>
          {texts.save}
        </Button>
      )}
    </div>
  );
}
