/** Images of each class to look at: as the network gets them, only not yet standardised. */
import type { SampleSheet } from '../contract/messages';
import type { DataSet, ImageSet } from '../data/dataset';
import { randomStream } from '../data/random';

/**
 * Up to `perClass` training images of every class, drawn without putting any back.
 * @param seed The experiment's data seed.
 * @param draw Counts the draws: each gives other images, the same ones every time.
 */
export function sampleSheet(data: DataSet, seed: number, perClass: number, draw: number): SampleSheet {
  const { height, width, channels, train, test } = data;
  const size = height * width;
  const pixels = new Uint8ClampedArray(data.classes.length * perClass * size * 4);
  const classes = data.classes.map((name, label) => {
    const members = membersOf(train, label);
    const random = randomStream(seed, 'samples', label, draw);
    const shown = Math.min(perClass, members.length);
    for (let i = 0; i < shown; i++) {
      // The first steps of a Fisher–Yates shuffle.
      const pick = i + random.integer(members.length - i);
      const image = members[pick] ?? 0;
      members[pick] = members[i] ?? 0;
      paint(data, train, image * size * channels, pixels, (label * perClass + i) * size * 4);
    }
    return { name, train: members.length, test: membersOf(test, label).length, shown };
  });
  return { height, width, perClass, draw, classes, pixels };
}

function membersOf({ labels }: ImageSet, label: number): number[] {
  return [...labels.keys()].filter((image) => labels[image] === label);
}

/** One image as red, green, blue and alpha; grey ones have one channel for all three colours. */
export function paint(
  { height, width, channels, mean, deviation }: DataSet,
  { images }: ImageSet,
  from: number,
  pixels: Uint8ClampedArray,
  to: number,
): void {
  for (let i = 0; i < height * width; i++) {
    for (let colour = 0; colour < 3; colour++) {
      const channel = Math.min(colour, channels - 1);
      const value = images[from + i * channels + channel] ?? 0;
      pixels[to + 4 * i + colour] = 255 * (value * (deviation[channel] ?? 1) + (mean[channel] ?? 0));
    }
    pixels[to + 4 * i + 3] = 255;
  }
}
