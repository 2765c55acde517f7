/** `notebook.ipynb` of a project folder, in version 4.5 of nbformat: the run in cells, with words and plots. */
import type { ExperimentFacts } from './experiment';
import { plainText } from './markdown';

interface Cell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
}

/** The text of the file. Its cells run from top to bottom, as a script of them does, with or without matplotlib. */
export function notebook(facts: ExperimentFacts): string {
  const cells = cellsOf(facts).map(({ kind, text }, index) => ({
    cell_type: kind,
    id: `cell-${index + 1}`,
    metadata: {},
    // Lines with their ends.
    source: text.split(/(?<=\n)/),
    ...(kind === 'code' && { execution_count: null, outputs: [] }),
  }));
  const content = {
    cells,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

const markdown = (text: string): Cell => ({ kind: 'markdown', text });
const code = (text: string): Cell => ({ kind: 'code', text });

function cellsOf({ link, config, steps, images }: ExperimentFacts): readonly Cell[] {
  const many = config.lanes.length > 1;
  return [
    markdown(`# A run of ResNet Explorer, in PyTorch

The experiment is [here](<${link}>). This repeats it on ${plainText(images.name)}: same weights, same batches, same noise.`),
    code(`from run import Run, read_experiment

try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None
    print("Without matplotlib there are numbers in place of plots.")

experiment = read_experiment()
run = Run(experiment)`),
    markdown(`## ${many ? 'The networks' : 'The network'}

They are plain PyTorch, written in \`model.py\`, with the weights that the page began with.`),
    code(`for lane in run.lanes:
    parameters = sum(parameter.numel() for parameter in lane.parameters)
    print(f"{lane.id}: {parameters:,} parameters in {len(lane.layers)} layers")
print(run.lanes[0].model)`),
    markdown(`## Training

Every step gives a row for each network: loss and accuracy of the batch before the update, and the L2 norm of the
gradient of every layer's weights.`),
    code(`steps = ${steps}
rows = []
for row in run.steps(steps):
    rows.append(row)
    if row["step"] % max(1, steps // 10) == 0 or row["step"] == steps - 1:
        print(f"{row['step']:>6}  {row['lane']:<16}{row['loss']:>9.4f}{row['accuracy']:>9.1%}")`),
    markdown(`## Loss of the training batches`),
    code(`if plt:
    for lane in run.lanes:
        own = [row for row in rows if row["lane"] == lane.id]
        plt.plot([row["step"] for row in own], [row["loss"] for row in own], label=lane.id)
    plt.xlabel("step")
    plt.ylabel("loss")
    plt.legend()
    plt.show()`),
    markdown(`## Where the gradient goes

The norm of each layer's gradient in the last step, from the image to the classes. Without shortcuts it changes from
layer to layer, and in deep networks it vanishes or explodes on its way back.`),
    code(`for lane in run.lanes:
    last = [row for row in rows if row["lane"] == lane.id][-1]
    norms = [last[f"grad:{layer}"] for layer in lane.layers]
    if plt:
        plt.semilogy(norms, marker=".", label=lane.id)
    else:
        print(lane.id, {layer: float(f"{norm:.3g}") for layer, norm in zip(lane.layers, norms)})
if plt:
    plt.xlabel("layer")
    plt.ylabel("L2 norm of the gradient")
    plt.legend()
    plt.show()`),
    markdown(`## On test images`),
    code(`for lane, (loss, accuracy) in run.test().items():
    print(f"{lane}: loss {loss:.4f}, accuracy {accuracy:.1%}")`),
    markdown(`## On from here

\`run.steps(${steps * 2})\` trains on. \`model.py\` can be changed, and \`experiment.json\` too: rate, optimiser, batch size,
gains of shortcuts. \`README.md\` tells how the run is trained on more images and several GPUs.`),
  ];
}
