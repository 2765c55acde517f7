/** One of several images as a canvas, pixel for pixel; the browser enlarges without smoothing. */
import { useEffect, useRef } from 'react';

interface PictureProps {
  /** [images, height, width, 4]: red, green, blue, alpha; null where they have not come. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer> | null;
  readonly height: number;
  readonly width: number;
  /** Its place among them. */
  readonly image: number;
  /** Absent where what is around it says what it shows. */
  readonly text?: string;
}

export function Picture({ pixels, height, width, image, text }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const size = height * width * 4;
    if (pixels === null || !context) return;
    const own = pixels.slice(image * size, (image + 1) * size);
    context.putImageData(new ImageData(own, width, height), 0, 0);
  }, [pixels, height, width, image]);
  const named = text === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text };
  return <canvas ref={canvas} className="picture" width={width} height={height} {...named} />;
}
