'use client';

import { correction, generate } from 'lean-qr/nano';
import { toSvgPath } from 'lean-qr/extras/svg';
import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { fill } from '../../languages/texts';
import { lengthOf } from '../fitted-text/length-of';
import { useLanguage } from '../language/language-context';
import styles from './join-code.module.css';
import { isLocalAddress } from './local-address';

/** Width of the quiet zone around the code, in modules: https://www.qrcode.com/en/howto/code.html */
const quietModules = 4;

/** What makes an address that phones can open, by its name in the texts. */
const ways = new Map([
  ['option', '--host 0.0.0.0'],
  ['parameter', '?join=https://…'],
]);

const never = () => () => undefined;

interface JoinCodeProps {
  className?: string;
  /** Null for the address of this app, which only the browser knows. */
  address: string | null;
}

/** The address for voting, as a QR code and as text. */
export function JoinCode({ className = '', address: named }: JoinCodeProps) {
  const own = useSyncExternalStore(
    never,
    () => `${location.origin}/`,
    () => null,
  );
  const address = named ?? own;
  const { texts } = useLanguage();
  const isLocal = address !== null && isLocalAddress(address);
  const shown = address && shortened(address);
  return (
    <div className={`${styles.card} ${className}`} data-local={isLocal || undefined}>
      {address ? (
        <Code address={address} label={fill(texts.stage.codeFor, { address })} />
      ) : (
        <span className={styles.code} />
      )}
      <p className={styles.text}>
        <span className={styles.call}>{texts.stage.join}</span>
        <bdi className={styles.address} data-length={lengthOf(shown ?? '')} dir="ltr">
          {shown}
        </bdi>
      </p>
      {isLocal && (
        <p className={styles.warning} role="note">
          <strong>{texts.lobby.localOnly}</strong>
          <span>{withWays(texts.lobby.localHelp)}</span>
        </p>
      )}
    </div>
  );
}

function Code({ address, label }: { address: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = generate(address, { minCorrectionLevel: correction.M });
    return { size: code.size, path: toSvgPath(code) };
  }, [address]);
  const edge = size + 2 * quietModules;
  return (
    <svg
      className={styles.code}
      viewBox={`${-quietModules} ${-quietModules} ${edge} ${edge}`}
      role="img"
      aria-label={label}
    >
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}

/** What one types is written from left to right in every language, on one line. */
function withWays(text: string): ReactNode[] {
  return text.split(/\{(\w+)\}/).map((part, index) => {
    const way = index % 2 === 1 && ways.get(part);
    return way ? (
      <bdi key={part} className={styles.way} dir="ltr">
        {way}
      </bdi>
    ) : (
      part
    );
  });
}

/** The address without the parts that a browser adds. */
function shortened(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
