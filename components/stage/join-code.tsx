'use client';

import { correction, generate } from 'lean-qr/nano';
import { toSvgPath } from 'lean-qr/extras/svg';
import { useMemo, useSyncExternalStore } from 'react';
import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import styles from './join-code.module.css';

/** Width of the quiet zone around the code, in modules: https://www.qrcode.com/en/howto/code.html */
const quietModules = 4;

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
  return (
    <div className={`${styles.card} ${className}`}>
      {address ? (
        <Code address={address} label={fill(texts.stage.codeFor, { address })} />
      ) : (
        <span className={styles.code} />
      )}
      <p className={styles.text}>
        <span className={styles.call}>{texts.stage.join}</span>
        <bdi className={styles.address}>{address && shortened(address)}</bdi>
      </p>
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

/** The address without the parts that a browser adds. */
function shortened(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
