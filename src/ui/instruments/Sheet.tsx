/** Tiles, histograms or an image as a canvas, pixel for pixel; the browser enlarges without smoothing. */
import { useEffect, useRef } from 'react';
import './sheet.css';

interface SheetProps {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly text: string;
  /** CSS pixels of a pixel, at most; without it the sheet is as wide as its place. */
  readonly scale?: number;
  /** CSS height, where the sheet is stretched. */
  readonly stretched?: number;
}

export function Sheet({ width, height, pixels, text, scale, stretched }: SheetProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (width > 0 && height > 0) context?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  const style =
    stretched === undefined
      ? { maxWidth: (scale ?? 1) * width, aspectRatio: `${width} / ${height}` }
      : { height: stretched };
  return (
    <canvas
      ref={canvas}
      className="sheet"
      role="img"
      aria-label={text}
      width={width}
      height={height}
      style={style}
    />
  );
}
