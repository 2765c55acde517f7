/** `README.md` of a project folder: what is in it, how a run is repeated, and what to expect of that. */
import type { ExperimentFacts } from './experiment';
import { plainText } from './markdown';

/** The text; `hasImages` says whether `data.npz` is in the folder. */
export function readme(facts: ExperimentFacts, hasImages: boolean): string {
  const { link, plans, config, step, steps, images } = facts;
  const lanes = config.lanes.map(({ id }) => `\`${id}\``).join(', ');
  const normed = plans.some(({ norms }) => norms.some(({ groups }) => groups === null));
  const parts = [
    `# A run of ResNet Explorer`,
    `<${link}>`,
    `Trains ${lanes} on ${plainText(images.name)} as the page did. Needs PyTorch 1.13 or later and NumPy.`,
    fenced('python train.py'),
    `This begins with the same weights and draws the same batches, augmentation and noise, for ${steps} steps.
\`metrics.csv\`, written anew where you are, gets a row for each step and network: loss and accuracy of the batch before the update, the
learning rate, what clipping multiplied the gradient with, and the L2 norm of dL/dW of every layer
(\`grad:…\`, before clipping).${testing(config.testInterval)}`,
    ...(hasImages ? [] : [missingImages(facts)]),
    `## What is here`,
    table(facts, hasImages),
    `## How equal`,
    `Sums are rounded in another order here, so losses agree in six or seven digits at first and drift apart as
any two machines do: slowly where training is calm, within tens of steps where the rate is high. Now and then
the gradient of a few layers differs in the third digit at once, while the loss is the same: one value in
front of a ReLU was so close to 0 that it fell on the other side. \`--double\` computes with 64 bits and shows
on which side it belongs. TF32 is off; \`--tf32 on\` is faster on GPUs and agrees in three digits.`,
    `## Go on`,
    goOn(step),
    `## Further than a browser`,
    fenced(`torchrun --nproc_per_node=4 train.py
torchrun --nproc_per_node=4 train.py --data cifar10 DIR
torchrun --nproc_per_node=8 train.py --data imagefolder DIR --side 64 --sync-batchnorm`),
    `Every process gets its share of the same batch (\`DistributedDataParallel\`; gloo on processors, NCCL on
GPUs), so the total batch stays that of \`experiment.json\`, where it can be changed like everything else.
\`cifar10\` reads the archive's folder, pickled or binary. \`imagefolder\` needs Pillow, and folders \`train\` and
\`test\` or \`val\` with a folder of images per class. Other images are standardised by their own mean and
deviation, made grey where the network has one channel, and where they have another number of classes the last
layer begins anew. PyTorch draws their noise. PyTorch 1.13 under Python 3.11, as Debian 12 has them, wants
\`torchrun --redirects 1 --tee 1\`, or ends over its own defaults.`,
    normed
      ? batchNorm
      : `There is no batch norm in these networks, so losses are the same for any number of processes.`,
    `## Look into any training`,
    `\`hook.py\` logs what happens in every layer of any \`nn.Module\`, for the page to show: see its first lines.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const batchNorm = `With batch norm the number of processes matters. By itself every process normalises over its own share of
the batch, so that losses are not those of one process, and the running statistics that tests use are those of
the first process. \`--sync-batchnorm\` (GPUs only: PyTorch's \`SyncBatchNorm\` has no form for processors) takes
mean and variance over the images of all processes, forward and backward, as one process does of the whole
batch: losses are then equal to rounding. Networks without batch norm have the same losses for any number.`;

function fenced(code: string): string {
  return `\`\`\`sh\n${code}\n\`\`\``;
}

function missingImages({ images }: ExperimentFacts): string {
  const named = images.hash === null ? '' : ` (the set ${images.hash})`;
  return `**The images are not here.** They are ${plainText(images.name)}${named}; put them here as \`data.npz\`, which the page
makes where it has them: \`train_images\` and \`test_images\` [count, height, width, channels] from 0 to 255,
\`train_labels\`, \`test_labels\`, and \`mean\` and \`deviation\` per channel, of pixels from 0 to 1.`;
}

function table({ step }: ExperimentFacts, hasImages: boolean): string {
  const rows = [
    ['`train.py`', 'the command: `python train.py --help`'],
    ['`model.py`', 'the networks, as plain PyTorch'],
    ['`run.py`', 'the loop: batch, gradient, update, test'],
    ['`recipe.py`', 'loss, optimiser and schedule'],
    ['`replay.py`', 'the random numbers of the page'],
    ['`images.py`', 'images of the run, CIFAR-10, folders of images'],
    ['`experiment.json`', 'the settings, gains of shortcuts and what was switched when'],
    ['`weights/*.step0.safetensors`', 'what the networks began with, by PyTorch’s names'],
    ...(step === 0 ? [] : [[`\`weights/*.step${step}.safetensors\``, `what ${step} steps made of it`]]),
    ...(hasImages ? [['`data.npz`', 'the images']] : []),
    ['`notebook.ipynb`', 'the same with words and plots'],
    ['`hook.py`', 'a log of any PyTorch training'],
  ];
  return ['| File | |', '| --- | --- |', ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function testing(interval: number): string {
  if (interval === 0) return '';
  return ` Every ${interval} steps it has loss and accuracy on the
first test images too, from before the update.`;
}

function goOn(step: number): string {
  const resumed = `\`--checkpoint FILE\` keeps everything at the end and every \`--save-every\` steps, and \`--resume FILE\` goes on
as if nothing had been in between.`;
  if (step === 0) return resumed;
  return `\`python train.py --start step${step}\` begins where the page was. Weights and running statistics are those of
then; the optimiser's memory is not taken along, so momentum and means of gradients begin at 0 and the next
losses are not quite those of the page. ${resumed}`;
}
