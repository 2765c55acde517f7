/** Images of a kept set as a picture: pixel for pixel as the networks get them; the browser enlarges without smoothing. */
import { useEffect, useRef, useState } from 'react';
import { readSpecimens, type OwnSet, type Specimens as Images } from '../../../images/kept';

/** The specimens of a set; null until they are read, or where it is not kept. */
export function useSpecimens(hash: string, set: OwnSet, classes: number, each: number): Images | null {
  const [images, setImages] = useState<Images | null>(null);
  useEffect(() => {
    let isLate = false;
    void readSpecimens(hash, set, classes, each).then((found) => {
      if (!isLate) setImages(found);
    });
    return () => {
      isLate = true;
    };
  }, [hash, set, classes, each]);
  return images;
}

interface SpecimensProps {
  readonly set: OwnSet;
  /** [images, side, side, channels]. */
  readonly images: Uint8Array;
  readonly text: string;
}

/** Images in a row, a little apart. */
export function Specimens({ set: { side, channels }, images, text }: SpecimensProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = side * side * channels;
  const count = Math.floor(images.length / size);
  const gap = Math.ceil(side / 16);
  const width = Math.max(1, count * (side + gap) - gap);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    for (let image = 0; image < count; image++) {
      const pixels = images.subarray(image * size, (image + 1) * size);
      context?.putImageData(new ImageData(opaque(pixels, channels), side, side), image * (side + gap), 0);
    }
  }, [images, size, count, side, channels, gap]);
  return (
    <canvas
      ref={canvas}
      className="specimens"
      role="img"
      aria-label={text}
      width={width}
      height={side}
      style={{ aspectRatio: `${width} / ${side}` }}
    />
  );
}

/** [height, width, channels] as red, green, blue, alpha. */
function opaque(pixels: Uint8Array, channels: 1 | 3): Uint8ClampedArray<ArrayBuffer> {
  const length = pixels.length / channels;
  const result = new Uint8ClampedArray(4 * length).fill(255);
  for (let i = 0; i < length; i++) {
    for (let channel = 0; channel < 3; channel++) {
      result[4 * i + channel] = pixels[i * channels + (channels === 3 ? channel : 0)] ?? 0;
    }
  }
  return result;
}
