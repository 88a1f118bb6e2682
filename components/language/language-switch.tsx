'use client';

import { languages, nameOf, type Language } from '../../languages/language';
import { useLanguage } from './language-context';
import styles from './language-switch.module.css';

export function LanguageSwitch() {
  const { language, texts, choose } = useLanguage();
  return (
    <label className={styles.switch}>
      <span className="visually-hidden">{texts.page.language}</span>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="9" />
        <path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18" />
      </svg>
      <select value={language} onChange={(event) => void choose(event.target.value as Language)}>
        {languages.map((each) => (
          <option key={each} value={each} lang={each}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      <svg className={styles.arrow} viewBox="0 0 24 24" aria-hidden="true">
        <path d="m6 9 6 6 6-6" />
      </svg>
    </label>
  );
}
