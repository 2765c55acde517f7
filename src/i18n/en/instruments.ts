/** English texts: live instruments. */
import type { LayerQuantity, StreamQuantity } from '../../architecture/instruments';
import type { PanelName } from '../../state/panels';

const streamQuantities: Readonly<Record<StreamQuantity, string>> = {
  'branch-gradient': '‖∂L/∂x‖ branch',
  'shortcut-gradient': '‖∂L/∂x‖ skip',
  cosine: 'cosine',
  'output-gradient': '‖∂L/∂y‖',
  branch: '‖branch‖',
  shortcut: '‖skip‖',
  'branch-deviation': 'σ branch',
  'output-deviation': 'σ output',
};

const layerQuantities: Readonly<Record<LayerQuantity, string>> = {
  'activation-gradient': 'activation gradient ‖∂L/∂a‖',
  mean: 'activation mean',
  deviation: 'activation standard deviation σ',
  weight: 'weight norm ‖W‖',
  update: 'update over weight ‖ΔW‖ / ‖W‖',
};

export const instruments = {
  title: 'Live instruments',
  explanation:
    'What is inside the networks while they train. A closed panel is not measured and costs nothing; the address remembers which are open.',
  panels: {
    flow: 'Gradient streams',
    streams: 'Through the skip or through the branch',
  } satisfies Readonly<Record<PanelName, string>>,
  every: (steps: number) => (steps === 1 ? 'Measured at every step.' : `Measured at every ${steps}th step.`),
  step: (step: number) => `Step ${step}.`,
  waiting: 'Nothing measured yet.',
  flow: {
    label: 'Gradient streams',
    hint: 'Draws in both diagrams how much of the gradient comes back through the skip and how much through the branch',
    direction: 'The gradient flows from the loss on the right to the input on the left.',
    width: 'Width: share of the norm of ∂L/∂x, of a block’s input, through',
    skip: 'skip (arc)',
    branch: 'branch (line)',
    shares: ['all', '½', '⅒'] as const,
    strength: 'Strength of colour: norm of both (log scale)',
    none: 'nothing flows: exactly 0',
    nonFinite: 'not finite',
    reading: (skip: string, branch: string, share: string, cosine: string) =>
      `∂L/∂x at step shown: ${skip} through the skip (${share}), ${branch} through the branch, cosine ${cosine}`,
  },
  streams: {
    explanation:
      'A block’s output is branch(x) + skip(x), so the gradient of x has two parts. Norms say how long each is, the cosine whether they agree; forward, how much the branch adds to what the skip carries.',
    place: 'block, from input (1) to output',
    placeText: (block: number, name: string) => `block ${block}, ${name}`,
    charts: {
      skip: '‖∂L/∂x‖ through the skip',
      branch: '‖∂L/∂x‖ through the branch',
      share: 'Share through the skip',
      cosine: 'Cosine of the two',
      ratio: 'Forward: ‖branch‖ / ‖skip‖',
      deviation: 'Forward: σ of the output',
    },
    axes: {
      norm: 'L2 norm (log scale)',
      share: '‖skip‖ / (‖skip‖ + ‖branch‖)',
      cosine: 'cosine, −1 to 1',
      ratio: 'ratio of L2 norms (log scale)',
      deviation: 'standard deviation (log scale)',
    },
    off: 'Where a skip is off, nothing flows through it: no share to compare, no cosine, no ratio.',
    summary: 'As a table',
    caption: (step: number) => `Streams of every block at step ${step}`,
    region: 'Streams of every block, scrollable table',
    block: 'block',
    column: (lane: string, quantity: StreamQuantity) => `${lane}: ${streamQuantities[quantity]}`,
    none: '–',
  },
  quantities: layerQuantities,
};
