'use client';

import { correction, generate } from 'lean-qr/nano';
import { toSvgPath } from 'lean-qr/extras/svg';
import { useMemo, useSyncExternalStore } from 'react';
import { fill } from '../../languages/texts';
import { useLanguage } from '../language/language-context';
import styles from './join-code.module.css';

/** Light around the code, in modules: https://www.qrcode.com/en/howto/code.html */
const quietModules = 4;

const never = () => () => undefined;

interface InvitationProps {
  className?: string;
  /** Null for this app's own, which only the browser is sure of. */
  address: string | null;
}

/** Where to vote, to scan and to read. */
export function JoinCode({ className = '', address: named }: InvitationProps) {
  const own = useSyncExternalStore(
    never,
    () => `${location.origin}/`,
    () => null,
  );
  const address = named ?? own;
  const { texts } = useLanguage();
  return (
    <div className={`${styles.plate} ${className}`}>
      {address ? (
        <Code address={address} label={fill(texts.projector.codeFor, { address })} />
      ) : (
        <span className={styles.code} />
      )}
      <p className={styles.words}>
        <span className={styles.call}>{texts.projector.join}</span>
        <bdi className={styles.address}>{address && spoken(address)}</bdi>
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

/** As one says it: without what a browser adds by itself. */
function spoken(address: string): string {
  return address.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
