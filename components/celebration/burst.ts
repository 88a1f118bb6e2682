/** Tickets and bulbs, thrown up once and falling down again. Loaded when the first record falls. */
const pieces = 32;

/** All pieces end at once, in milliseconds: each end by itself would be some frames to draw. They fall out of sight before. */
const durationMs = 1900;

/**
 * @param box they start in its middle, and take its colour
 * @param classNames what a piece looks like
 * @returns how to end it early
 */
export function burst(box: HTMLElement, classNames: { ticket: string; bulb: string }): () => void {
  const air = document.createElement('div');
  box.append(air);
  const flights = Array.from({ length: pieces }, (_, index) => {
    const piece = document.createElement('span');
    piece.className = index % 4 === 0 ? classNames.bulb : classNames.ticket;
    air.append(piece);
    // All around, most of them upwards.
    const angle = (index / pieces) * 2 * Math.PI;
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
    air.remove();
  };
  flights[0]?.addEventListener('finish', end);
  return end;
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}
