/** Tickets and bulbs, thrown up once and falling down again. Loaded when the first record falls. */
const pieces = 32;

/** All of it is over by then, in milliseconds. */
const longestMs = 1900;

/**
 * @param box they start in its middle, and take its colour
 * @param classNames what a piece looks like
 * @returns how to end it early
 */
export function burst(box: HTMLElement, classNames: { ticket: string; bulb: string }): () => void {
  const thrown = Array.from({ length: pieces }, (_, index) => {
    const piece = document.createElement('span');
    piece.className = index % 4 === 0 ? classNames.bulb : classNames.ticket;
    box.append(piece);
    // All around, most of them upwards.
    const angle = (index / pieces) * 2 * Math.PI;
    const force = between(4, 11);
    const x = Math.cos(angle) * force;
    const y = Math.sin(angle) * force * 0.7 - 4;
    const turn = between(-540, 540);
    const flight = piece.animate(
      [
        { transform: 'translate(0, 0) scale(0.3)', opacity: 1, easing: 'cubic-bezier(0.1, 0.7, 0.4, 1)' },
        { transform: `translate(${x}rem, ${y}rem) rotate(${turn / 2}deg)`, opacity: 1, offset: 0.4, easing: 'cubic-bezier(0.5, 0, 0.9, 0.6)' },
        { transform: `translate(${x * 1.25}rem, ${y + between(8, 13)}rem) rotate(${turn}deg)`, opacity: 0 },
      ],
      { duration: longestMs * between(0.7, 1), fill: 'both' },
    );
    flight.addEventListener('finish', () => piece.remove());
    return { piece, flight };
  });
  return () => {
    for (const { piece, flight } of thrown) {
      flight.cancel();
      piece.remove();
    }
  };
}

function between(least: number, most: number): number {
  return least + Math.random() * (most - least);
}
