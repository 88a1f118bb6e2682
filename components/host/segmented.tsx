'use client';

import { useId } from 'react';
import styles from './controls.module.css';

interface SegmentedProps<T extends string | number> {
  label: string;
  value: T | undefined;
  options: readonly (readonly [value: T, text: string])[];
  onChoose: (value: T) => void;
}

/** A choice among a few values: radio buttons that look like one control. */
export function Segmented<T extends string | number>({ label, value, options, onChoose }: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.segmented}>
      <legend>{label}</legend>
      <div className={styles.segments}>
        {options.map(([option, text]) => (
          <label key={option}>
            <input type="radio" name={name} checked={option === value} onChange={() => onChoose(option)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
