/** Confetti for a new record. Loaded when the first record is broken. */
const pieceCount = 32;

/** All animations end together, since each end costs a frame; the pieces are invisible before that. */
const durationMs = 1900;

/**
 * Throws confetti once.
 *
 * @param box the pieces start in its center and have its color
 * @param classNames the classes of a piece of paper and of a dot
 * @returns how to end it early
 */
export function throwConfetti(box: HTMLElement, classNames: { paper: string; dot: string }): () => void {
  const layer = document.createElement('div');
  box.append(layer);
  const flights = Array.from({ length: pieceCount }, (_, index) => {
    const piece = document.createElement('span');
    piece.className = index % 4 === 0 ? classNames.dot : classNames.paper;
    layer.append(piece);
    // In all directions, mostly upwards.
    const angle = (index / pieceCount) * 2 * Math.PI;
    const force = between(4, 11);
    const x = Math.cos(angle) * force;
    const y = Math.sin(angle) * force * 0.7 - 4;
    const turn = between(-540, 540);
    const landing = between(0.7, 1);
    const fallen = { transform: `translate(${x * 1.25}rem, ${y + between(8, 13)}rem) rotate(${turn}deg)`, opacity: 0 };
    return piece.animate(
      [
        { transform: 'translate(0, 0) scale(0.3)', opacity: 1, easing: 'cubic-bezier(0.1, 0.7, 0.4, 1)' },
        {
          transform: `translate(${x}rem, ${y}rem) rotate(${turn / 2}deg)`,
          opacity: 1,
          offset: 0.4 * landing,
          easing: 'cubic-bezier(0.5, 0, 0.9, 0.6)',
        },
        { ...fallen, offset: landing },
        fallen,
      ],
      { duration: durationMs, fill: 'both' },
    );
  });
  const end = () => {
    for (const flight of flights) flight.cancel();
    layer.remove();
  };
  flights[0]?.addEventListener('finish', end);
  return end;
}

function between(min: number, max: number): number {
  return min + Math.random() * (max - min);
}
