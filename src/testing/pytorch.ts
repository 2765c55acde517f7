/**
 * What PyTorch 1.13 computes in float64 for an experiment, from our initial weights and our batches: five steps of SGD with
 * momentum, weight decay and a schedule, a switch and a learning rate recorded at step 3, tests at steps 2 and 4.
 */

export const LINK =
  '#v=1&blocks=1,1,1&width=4&batch=8&shortcut=A&momentum=0.9&decay=0.0005&schedule=steps&period=2&factor=0.5' +
  '&switch=3:plain:all:1&rate=3:0.01&test=2';

/** What is held of one step. Norms of gradients and of weights before the update are of two layers each. */
export interface PyTorchStep {
  readonly loss: number;
  readonly accuracy: number;
  readonly rate: number;
  readonly gradient: Readonly<Record<string, number>>;
  readonly weight: Readonly<Record<string, number>>;
  readonly test: { readonly loss: number; readonly accuracy: number } | null;
}

export const PYTORCH: Readonly<Record<string, readonly PyTorchStep[]>> = {
  residual: [
    {
      loss: 2.35719638066,
      accuracy: 0.0,
      rate: 0.02,
      gradient: { conv1: 0.247739244994, 'layer3.0.conv2': 0.409417300568 },
      weight: { conv1: 2.50434027901, fc: 1.80819821479 },
      test: null,
    },
    {
      loss: 2.15201444551,
      accuracy: 0.375,
      rate: 0.02,
      gradient: { conv1: 0.378395739742, 'layer3.0.conv2': 0.360686313 },
      weight: { conv1: 2.50432012772, fc: 1.80714994491 },
      test: null,
    },
    {
      loss: 2.4323396181,
      accuracy: 0.0,
      rate: 0.01,
      gradient: { conv1: 0.212145767461, 'layer3.0.conv2': 0.330471208717 },
      weight: { conv1: 2.50429866723, fc: 1.80779094247 },
      test: { loss: 2.35729361908, accuracy: 0.094 },
    },
    {
      loss: 2.39826865698,
      accuracy: 0.25,
      rate: 0.005,
      gradient: { conv1: 0.366704351932, 'layer3.0.conv2': 0.35848371028 },
      weight: { conv1: 2.50428931282, fc: 1.80734400585 },
      test: null,
    },
    {
      loss: 2.25240903136,
      accuracy: 0.125,
      rate: 0.0025,
      gradient: { conv1: 0.302095838123, 'layer3.0.conv2': 0.320935424106 },
      weight: { conv1: 2.50428414931, fc: 1.8068069359 },
      test: { loss: 2.32944268235, accuracy: 0.096 },
    },
  ],
  plain: [
    {
      loss: 2.32864186671,
      accuracy: 0.125,
      rate: 0.02,
      gradient: { conv1: 0.236182691447, 'layer3.0.conv2': 0.340484994988 },
      weight: { conv1: 2.50434027901, fc: 1.80819821479 },
      test: null,
    },
    {
      loss: 2.23050407354,
      accuracy: 0.25,
      rate: 0.02,
      gradient: { conv1: 0.451187197297, 'layer3.0.conv2': 0.296620130031 },
      weight: { conv1: 2.50431969325, fc: 1.80775312822 },
      test: null,
    },
    {
      loss: 2.32969529669,
      accuracy: 0.0,
      rate: 0.01,
      gradient: { conv1: 0.357339610902, 'layer3.0.conv2': 0.29917861937 },
      weight: { conv1: 2.50430612837, fc: 1.80809115913 },
      test: { loss: 2.32155000911, accuracy: 0.112 },
    },
    {
      loss: 2.42862827925,
      accuracy: 0.125,
      rate: 0.005,
      gradient: { conv1: 0.553036798282, 'layer3.0.conv2': 0.380762915834 },
      weight: { conv1: 2.50430426398, fc: 1.80808931766 },
      test: null,
    },
    {
      loss: 2.24783300873,
      accuracy: 0.125,
      rate: 0.0025,
      gradient: { conv1: 0.273108152911, 'layer3.0.conv2': 0.318417598038 },
      weight: { conv1: 2.50430243812, fc: 1.80763283187 },
      test: { loss: 2.35816888308, accuracy: 0.094 },
    },
  ],
};
