/** Marks a number of people. Drawn in the color of the surrounding text. */
export function PeopleIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M12 3.5a4.25 4.25 0 1 1 0 8.5 4.25 4.25 0 0 1 0-8.5zM4 20.5c0-4.1 3.4-6.75 8-6.75s8 2.65 8 6.75z" />
    </svg>
  );
}
