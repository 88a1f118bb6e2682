/** Drawn in the color of the surrounding text. */
export function PinIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M8 2h8v2l-1.5 1v5l3.5 4v2h-5v6l-1 1-1-1v-6H6v-2l3.5-4V5L8 4z" />
    </svg>
  );
}
