/** English texts: the data sets. */
import type { DataSetName } from '../../config/data-sets';

interface DataSetTexts {
  readonly name: string;
  /** What it consists of. */
  readonly hint: string;
  /** Whose work it is and on which terms, as its licences ask for; stands at the foot of the page. */
  readonly credit?: string;
}

export const dataSets: Readonly<Record<DataSetName, DataSetTexts>> = {
  fashion: {
    name: 'Fashion-MNIST',
    hint: '10,000 training and 2,000 test photographs of clothes, 10 classes.',
    credit: 'Fashion-MNIST © 2017 Zalando SE, MIT licence (Xiao, Rasul, Vollgraf 2017).',
  },
  emoji: {
    name: 'Emoji',
    hint: '3,044 training and 768 test images of emoji as two artists drew them, 9 classes: the groups of Unicode. Both drawings of an emoji, and emoji that differ in gender alone, are in the same half. Meant for trying colour, not for records: some groups look alike, and there are few images.',
    credit:
      'Emoji: Noto Emoji © Google LLC, Apache licence 2.0; Twemoji © Twitter, Inc and other contributors, CC BY 4.0, put on white; groups by emoji-data © Cal Henderson, MIT licence.',
  },
  digits: {
    name: 'Digits',
    hint: '1,437 training and 360 test images of handwritten digits, 10 classes: a file of 44 kB. The test images are the last of the original.',
    credit:
      'Digits: Optical Recognition of Handwritten Digits by E. Alpaydin and C. Kaynak (UCI Machine Learning Repository, 1998), CC BY 4.0, split anew.',
  },
  own: { name: 'Own images', hint: 'Kept in this browser alone: a link names them, and does not send them.' },
  shapes: { name: 'Shapes', hint: 'Drawn from the data seed, nothing to download.' },
};
