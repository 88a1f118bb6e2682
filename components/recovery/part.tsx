'use client';

/**
 * A part of the page that fails alone: https://react.dev/reference/react/Component#catching-rendering-errors-with-an-error-boundary
 * Add-ons and translators move and remove elements, and React fails when it changes those next. A part that has failed is
 * rendered anew, from the state of the session, which lives above it.
 */
import { Component, Fragment, type ReactNode } from 'react';

/**
 * A part that fails again within this time, in milliseconds, is not rendered anew at once. Parts contain parts, so the
 * attempts of all levels multiply, and React allows 50 in a row.
 */
const restartMs = 5000;

/** When an optional part that keeps failing is rendered again. */
const pauseMs = 30_000;

interface PartProps {
  /** Whether the page is useful without it. Otherwise, the part around it is rendered anew if this part keeps failing. */
  isOptional?: boolean;
  children: ReactNode;
}

interface PartState {
  failure: { error: unknown } | null;
  /** Whether the failure is one of the part around this one. */
  isPassedOn: boolean;
  /** Counts the times that the part was rendered anew. */
  restart: number;
}

export class Part extends Component<PartProps, PartState> {
  static getDerivedStateFromError(error: unknown): Partial<PartState> {
    return { failure: { error } };
  }

  override state: PartState = { failure: null, isPassedOn: false, restart: 0 };
  #failedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override componentDidCatch(): void {
    const now = performance.now();
    const isRepeated = now - this.#failedAt < restartMs;
    this.#failedAt = now;
    if (!isRepeated) this.#restart();
    else if (this.props.isOptional) this.#timer = setTimeout(this.#restart, pauseMs);
    else this.setState({ isPassedOn: true });
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  readonly #restart = (): void => {
    this.setState(({ restart }) => ({ failure: null, restart: restart + 1 }));
  };

  override render(): ReactNode {
    const { failure, isPassedOn, restart } = this.state;
    if (failure === null) return <Fragment key={restart}>{this.props.children}</Fragment>;
    if (isPassedOn) throw failure.error;
    return null;
  }
}
