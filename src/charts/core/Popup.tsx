/** A small button that opens what stands over the page: an explanation, a menu. Nothing moves for it. */
import { createContext, useCallback, useContext, useId, useRef, useState, type ReactNode } from 'react';

interface PopupProps {
  /** What the button is called, and what it opens. */
  readonly label: string;
  /** What stands on the button. */
  readonly sign: ReactNode;
  readonly testId?: string | undefined;
  /** Of the button, where it is none of a chart. */
  readonly className?: string;
  /** Rendered while it is open. */
  readonly children: ReactNode;
}

const CloseContext = createContext<() => void>(() => undefined);

/** What shuts the popup that a component stands in. */
export function useClose(): () => void {
  return useContext(CloseContext);
}

/** From the edges of the window, in pixels. */
const EDGE = 8;
/** Narrower than this on its left, what is opened begins at the left edge. */
const WIDEST = 340;

/** Older browsers have what it opens in its place on the page. */
const FLOATS = typeof HTMLElement !== 'undefined' && 'popover' in HTMLElement.prototype;

export function Popup({ label, sign, testId, className = 'chart-button', children }: PopupProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const close = useCallback((): void => {
    if (FLOATS) box.current?.hidePopover();
    else setOpen(false);
    button.current?.focus();
  }, []);
  return (
    <>
      <button
        type="button"
        className={className}
        data-tool
        aria-label={label}
        aria-expanded={open}
        data-testid={testId}
        ref={button}
        {...(FLOATS ? { popoverTarget: id } : { onClick: () => setOpen(!open) })}
      >
        {sign}
      </button>
      <div
        className="chart-popup"
        id={id}
        role="group"
        aria-label={label}
        ref={box}
        {...(FLOATS ? { popover: 'auto' as const } : { hidden: !open })}
        onBeforeToggle={({ newState }) => {
          if (newState === 'open' && button.current && box.current) place(button.current, box.current);
          setOpen(newState === 'open');
        }}
      >
        {open && <CloseContext value={close}>{children}</CloseContext>}
      </div>
    </>
  );
}

/** Below the button or, from the lower half of the window, above it. */
function place(button: Element, { style }: HTMLElement): void {
  const { top, right, bottom } = button.getBoundingClientRect();
  const isLow = top > innerHeight / 2;
  style.top = isLow ? 'auto' : `${bottom + 4}px`;
  style.bottom = isLow ? `${innerHeight - top + 4}px` : 'auto';
  style.maxHeight = `${Math.max(top, innerHeight - bottom) - 2 * EDGE}px`;
  const isLeft = right < WIDEST;
  style.left = isLeft ? `${EDGE}px` : 'auto';
  style.right = isLeft ? 'auto' : `${Math.max(EDGE, innerWidth - right)}px`;
}
