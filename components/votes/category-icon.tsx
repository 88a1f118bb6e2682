import type { Category } from '../../amplify/show';

const thumb =
  'M2.75 10.5h3.5v9.25h-3.5zM8 18.6v-7.9l3.7-7.2c1.5.1 2.5 1.5 2.2 3l-.6 3.1h5.2c1.4 0 2.4 1.3 2 2.6l-1.7 6.1c-.3.9-1.1 1.5-2 1.5H9.3c-.7 0-1.3-.5-1.3-1.2z';

/** Drawn in the color of the surrounding text. */
const drawings: Record<Category, React.ReactNode> = {
  love: (
    <path d="M12 20.6S4.3 16 2.7 11.2C1.5 7.5 3.6 4.4 6.9 4.4c2.1 0 3.9 1.2 5.1 3.1 1.2-1.9 3-3.1 5.1-3.1 3.3 0 5.4 3.1 4.2 6.8C19.7 16 12 20.6 12 20.6z" />
  ),
  like: <path d={thumb} />,
  meh: (
    <path
      fillRule="evenodd"
      d="M12 2.75a9.25 9.25 0 1 0 0 18.5 9.25 9.25 0 0 0 0-18.5zM8.6 8.2a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zm6.8 0a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8zM7.6 14.4h8.8v1.7H7.6z"
    />
  ),
  unknown: (
    <path d="M12 3.2c-3.3 0-5.6 2-5.8 5.1h3c.1-1.5 1.1-2.5 2.7-2.5 1.5 0 2.6.9 2.6 2.2 0 1.1-.5 1.7-2 2.6-1.7 1-2.4 2.1-2.2 4.1v.6h2.9v-.5c0-1.3.5-1.9 2-2.8 1.7-1 2.6-2.3 2.6-4.1 0-2.8-2.4-4.7-5.8-4.7zm-.2 14a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z" />
  ),
  hate: <path d={thumb} transform="rotate(180 12 12)" />,
};

export function CategoryIcon({ category }: { category: Category }) {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      {drawings[category]}
    </svg>
  );
}
