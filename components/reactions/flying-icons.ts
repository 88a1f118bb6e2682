/** Icons that fly over a layer. Only `transform` and `opacity` are animated, so the compositor can do it. */
import { categories, type Category } from '../../amplify/show';

/** Maximum number of flights at the same time. */
const maxFlights = 16;

const durationMs = { own: 1100, other: 1600 };

/** Whether a vote is from this device or from another one. */
export type VoteOwner = keyof typeof durationMs;

export class FlyingIcons {
  /** Functions that end a flight, oldest first. */
  readonly #flights = new Set<() => void>();

  /** @param layer contains the five icons to copy, each with its `data-icon` */
  constructor(private readonly layer: HTMLElement) {}

  /**
   * Starts a flight. If there are too many, an own vote replaces the oldest flight, and a vote of others is not shown.
   *
   * @param delayMs until it starts; flights that start together end together, which takes one frame
   */
  start(category: Category, whose: VoteOwner, delayMs = 0): void {
    if (this.#flights.size >= maxFlights) {
      if (whose === 'other') return;
      const [endOldest] = this.#flights;
      endOldest?.();
    }
    const icon = this.layer.querySelector<HTMLElement>(`[data-icon='${category}']`);
    if (icon === null) return;
    const copy = icon.cloneNode(true) as HTMLElement;
    delete copy.dataset['icon'];
    copy.dataset['flight'] = whose;
    const column = (categories.indexOf(category) + 0.5) / categories.length;
    copy.style.insetInlineStart = `${100 * column + between(-6, 6)}%`;
    this.layer.append(copy);

    const timing = { delay: delayMs, duration: durationMs[whose] - delayMs, easing: 'cubic-bezier(0.2, 0.6, 0.5, 1)' };
    const flight = copy.animate(path(whose), timing);
    const end = () => {
      this.#flights.delete(end);
      flight.cancel();
      copy.remove();
    };
    this.#flights.add(end);
    flight.addEventListener('finish', end);
  }

  end(): void {
    for (const end of [...this.#flights]) end();
  }
}

function path(whose: VoteOwner): Keyframe[] {
  const sway = between(-60, 60);
  const height = between(-92, -70);
  const from = whose === 'own' ? { scale: 1, opacity: 1 } : { scale: 0.5, opacity: 0 };
  return [
    { transform: `translate(0, 0) scale(${from.scale})`, opacity: from.opacity },
    {
      transform: `translate(${sway * 0.5}%, ${height * 0.25}%) scale(${whose === 'own' ? 1.5 : 1})`,
      opacity: 0.95,
      offset: 0.2,
    },
    { transform: `translate(${sway}%, ${height * 0.7}%) scale(1.05)`, opacity: 0.85, offset: 0.65 },
    { transform: `translate(${sway * 0.4}%, ${height}%) scale(0.85)`, opacity: 0 },
  ];
}

function between(min: number, max: number): number {
  return min + Math.random() * (max - min);
}
