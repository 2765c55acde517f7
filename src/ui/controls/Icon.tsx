/** The small pictures on buttons. */
const ICONS = {
  train: 'M4 2.5v11l9-5.5z',
  pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z',
  step: 'M3 2.5v11l7-5.5zM11 2.5h2.2v11H11z',
  reset: 'M8 2.5a5.5 5.5 0 1 1-5.3 4l1.7.5A3.8 3.8 0 1 0 8 4.2v2.3L4 3.4 8 .3z',
  build: 'M2 2h5v5H2zM9 2h5v5H9zM2 9h5v5H2zM10.7 9h1.6v1.7H14v1.6h-1.7V14h-1.6v-1.7H9v-1.6h1.7z',
  close: 'M3.4 2.3 8 6.9l4.6-4.6 1.1 1.1L9.1 8l4.6 4.6-1.1 1.1L8 9.1l-4.6 4.6-1.1-1.1L6.9 8 2.3 3.4z',
  light:
    'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM7.2.5h1.6v2.3H7.2zM7.2 13.2h1.6v2.3H7.2zM.5 7.2h2.3v1.6H.5zM13.2 7.2h2.3v1.6h-2.3z',
  dark: 'M9.8 1.2A7 7 0 1 0 14.8 10 5.8 5.8 0 0 1 9.8 1.2z',
  system: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6v10.8a5.4 5.4 0 0 1 0-10.8z',
  share: 'M8 .8l4.2 4.2-1.1 1.1L8.8 3.7V11H7.2V3.7L4.9 6.1 3.8 5zM2.5 8h2.2v1.5H4v4h8v-4h-.7V8h2.2v7h-11z',
  code: 'M5.3 3.4 1 8l4.3 4.6 1.2-1.1L3.3 8l3.2-3.5zM10.7 3.4 15 8l-4.3 4.6-1.2-1.1L12.7 8 9.5 4.5z',
  bring: 'M7.2 1h1.6v6.6l2.3-2.3 1.1 1.1L8 10.6 3.8 6.4l1.1-1.1 2.3 2.3zM1.5 9.5h1.7v3.8h9.6V9.5h1.7V15h-13z',
  present:
    'M1.5 1.5h5v1.6H3.1v3.4H1.5zM9.5 1.5h5v5h-1.6V3.1H9.5zM1.5 9.5h1.6v3.4h3.4v1.6h-5zM12.9 9.5h1.6v5h-5v-1.6h3.4z',
  undo: 'M6.2 2.2 2 6.4l4.2 4.2 1.2-1.2-2.1-2.1h4.2a2.6 2.6 0 0 1 0 5.2H6v1.7h3.5a4.3 4.3 0 0 0 0-8.6H5.3l2.1-2.2z',
  redo: 'M9.8 2.2 14 6.4l-4.2 4.2-1.2-1.2 2.1-2.1H6.5a2.6 2.6 0 0 0 0 5.2H10v1.7H6.5a4.3 4.3 0 0 1 0-8.6h4.2L8.6 3.4z',
  earlier: 'M7.4 2.6 2 8l5.4 5.4 1.2-1.2-3.3-3.3H14V7.1H5.3l3.3-3.3z',
  later: 'M8.6 2.6 14 8l-5.4 5.4-1.2-1.2 3.3-3.3H2V7.1h8.7L7.4 3.8z',
  add: 'M7.1 2h1.8v5.1H14v1.8H8.9V14H7.1V8.9H2V7.1h5.1z',
  duplicate: 'M2 2h8v2H3.7v6H2zM5.5 5.5H14V14H5.5zm1.7 1.7v5.1h5.1V7.2z',
  remove: 'M6 1.5h4V3h3.5v1.6h-11V3H6zM3.6 5.8h8.8l-.7 8.7H4.3z',
  pin: 'M5 1.5h6v1.4l-.9.6.5 4 2 1.7v1.5H8.8V15L8 16l-.8-1v-4.3H3.4V9.2l2-1.7.5-4-.9-.6z',
  lessons:
    'M7.2 4.2C5.6 3.1 3.6 2.7 1 2.7v9.7c2.6 0 4.6.4 6.2 1.5zM8.8 4.2c1.6-1.1 3.6-1.5 6.2-1.5v9.7c-2.6 0-4.6.4-6.2 1.5z',
  mine: 'M3.5 1.5h9V15L8 11.6 3.5 15z',
  more: 'M1 3h14v2H1zM1 7h14v2H1zM1 11h14v2H1z',
} as const;

export type IconName = keyof typeof ICONS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={ICONS[name]} fill="currentColor" />
    </svg>
  );
}
