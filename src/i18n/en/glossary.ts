/**
 * English texts: the glossary, two short sentences a term. Its formulas and papers stand in `src/glossary`. Not among the
 * messages of `i18n/messages.ts`: it comes when a card is first opened.
 */
interface TermText {
  readonly name: string;
  /** What it is, and what it does here. */
  readonly text: string;
}

export const glossary = {
  'residual-block': {
    name: 'Residual block',
    text: 'A few layers, the branch, whose output is added to their own input. The branch only has to learn what to change.',
  },
  'skip-connection': {
    name: 'Skip connection',
    text: 'The way around a block’s branch, on which its input reaches the sum. Signal and gradient pass it whatever the weights are.',
  },
  'identity-shortcut': {
    name: 'Identity shortcut',
    text: 'A skip that hands its input on unchanged. It has no weights and costs one addition.',
  },
  'zero-padding-shortcut': {
    name: 'Shortcut A: zero-padding',
    text: 'Where a stage changes the shape, the skip keeps every second position and fills the new channels with zeros. It has no weights.',
  },
  'projection-shortcut': {
    name: 'Shortcuts B and C: projection',
    text: 'A 1×1 convolution on the skip fits its channels to the sum. Type B projects where the shape changes, type C in every block.',
  },
  bottleneck: {
    name: 'Bottleneck',
    text: 'A block of 1×1, 3×3 and 1×1 convolutions, narrow in the middle. It makes wide, deep networks affordable.',
  },
  'pre-activation': {
    name: 'Pre-activation',
    text: 'Norm and activation stand before each convolution, and nothing behind the sum. So the skips form one clean line from the first block to the last.',
  },
  'gated-shortcut': {
    name: 'Gated shortcut',
    text: 'A learned gate between 0 and 1 weighs the skip, and in an exclusive gate the branch too. A gate that closes blocks the gradient as well.',
  },
  'branch-scale': {
    name: 'Branch scale',
    text: 'A constant factor on every branch before it is added. A small one keeps deep networks without norm from blowing up.',
  },
  'grouped-convolution': {
    name: 'Grouped convolution',
    text: 'The channels are split into groups, each convolved by itself. With G groups it has a G-th of the weights.',
  },
  'squeeze-and-excitation': {
    name: 'Squeeze-and-excitation',
    text: 'Averages each channel over all positions, and from that computes a factor for every channel. The branch is scaled by these factors.',
  },
  dilation: {
    name: 'Dilation',
    text: 'Gaps between the weights of a kernel, which so spans more positions. The receptive field grows, the number of weights does not.',
  },
  stride: {
    name: 'Stride',
    text: 'How many positions a kernel moves at a time. Stride 2 halves height and width.',
  },
  padding: {
    name: 'Padding',
    text: 'Zeros around the border of a feature map. Here there are as many as keep its size at stride 1.',
  },
  'receptive-field': {
    name: 'Receptive field',
    text: 'The square of input pixels that one output can depend on. It grows with every kernel and multiplies with every stride.',
  },
  'multiply-adds': {
    name: 'Multiply-adds',
    text: 'Multiplications with their additions in one forward pass of one image, also called MACs. Papers often call them FLOPs, though each is two operations.',
  },
  depth: {
    name: 'Depth',
    text: 'The number of layers with weights from input to output, projections not counted. A CIFAR ResNet of n basic blocks a stage has 6n + 2.',
  },
  'batch-norm': {
    name: 'Batch norm',
    text: 'Gives each channel mean 0 and deviation 1 over the batch and all positions, then a learned scale and shift. In tests it uses running means of both.',
  },
  'layer-norm': {
    name: 'Layer norm',
    text: 'Normalises each image by itself, over all its channels and positions. It depends on no other image of the batch.',
  },
  'group-norm': {
    name: 'Group norm',
    text: 'Normalises each image over groups of its channels. With one group it is layer norm.',
  },
  'global-average-pooling': {
    name: 'Global average pooling',
    text: 'Each channel becomes one number, its mean over all positions. These numbers go to the classifier.',
  },
  'he-initialisation': {
    name: 'He initialisation',
    text: 'Draws weights with variance 2 / fan. With ReLU, which drops half of the signal, activations keep their size.',
  },
  'xavier-initialisation': {
    name: 'Xavier initialisation',
    text: 'Draws weights with a variance between what keeps activations and what keeps gradients. Made for tanh and its like.',
  },
  'orthogonal-initialisation': {
    name: 'Orthogonal initialisation',
    text: 'The rows or columns of a filter are orthonormal. A stack of such linear layers neither stretches nor shrinks.',
  },
  fan: {
    name: 'Fan in, fan out',
    text: 'How many inputs one output of a layer sums up, and how many outputs one input reaches. Initialisations divide by them.',
  },
  'zero-gamma': {
    name: 'Zero-γ start',
    text: 'The scale of the last norm in every branch begins at 0. At step 0 each block is only its skip.',
  },
  fixup: {
    name: 'Fixup',
    text: 'Shrinks the initial filters of the branches the more blocks there are, and adds scalar biases and multipliers. Deep residual networks then train without norm.',
  },
  'skip-init': {
    name: 'SkipInit',
    text: 'A learned factor on every branch begins at 0. It opens as training goes on, so that no norm is needed.',
  },
  'stochastic-depth': {
    name: 'Stochastic depth',
    text: 'In training each branch is left out at random, the deeper the more often. What stays is scaled up; tests use all branches.',
  },
  dropout: {
    name: 'Dropout',
    text: 'In training each value is set to 0 with chance p, and the others are scaled up. Tests drop none.',
  },
  'gradient-norm': {
    name: 'Gradient norm',
    text: 'The length of the loss’s derivative by all weights of a layer: how strongly the loss pulls at it. Compared between layers, it shows where the gradient gets lost.',
  },
  'vanishing-gradient': {
    name: 'Vanishing gradient',
    text: 'Going back, each layer multiplies the gradient by less than 1, and with depth hardly anything is left. The first layers then learn nothing.',
  },
  'exploding-gradient': {
    name: 'Exploding gradient',
    text: 'Going back, each layer multiplies the gradient by more than 1, and it grows exponentially. With batch norm and no skips this happens at step 0.',
  },
  'first-last-ratio': {
    name: 'First/last ratio',
    text: 'The gradient norm of the first convolution over that of the last one. Near 1 all layers learn at a like pace; far from it the gradient vanishes or explodes.',
  },
  'signal-loss': {
    name: 'Signal loss',
    text: 'Layer by layer different images become alike, until the output no longer depends on the input. The network then answers by chance.',
  },
  degradation: {
    name: 'Degradation',
    text: 'A deeper plain network ends with a higher training loss than a shallower one. It is not overfitting, and residual networks were made against it.',
  },
  'shattered-gradients': {
    name: 'Shattered gradients',
    text: 'In deep plain networks the gradients of neighbouring inputs lose all likeness, as in white noise. With skips this comes far more slowly.',
  },
  'path-ensemble': {
    name: 'Ensemble of paths',
    text: 'Each of n blocks offers two ways, so a residual network is a sum over 2ⁿ paths. Deleting a block removes half of them and hardly hurts.',
  },
  'effective-depth': {
    name: 'Effective depth',
    text: 'Most paths are about half as long as the network, but nearly all gradient comes through short ones. A deep network learns as a shallow one does.',
  },
  lesion: {
    name: 'Lesion',
    text: 'A block of a trained network is deleted, and the accuracy measured again. What is lost tells how much the rest relies on it.',
  },
  'loss-landscape': {
    name: 'Loss landscape',
    text: 'The loss on a plane through the weights, each filter moved by its own norm. Skips make it visibly smoother.',
  },
  cosine: {
    name: 'Cosine similarity',
    text: 'The product of two vectors over their lengths. 1 is the same direction, 0 none in common, −1 the opposite.',
  },
  'update-ratio': {
    name: 'Update-to-weight ratio',
    text: 'How far one step moves the weights of a layer, as a share of their size. With plain gradient descent about a thousandth is healthy.',
  },
  'gradient-clipping': {
    name: 'Gradient clipping',
    text: 'A gradient longer than a limit is scaled down to it. Its direction stays.',
  },
  'learning-rate': {
    name: 'Learning rate',
    text: 'How far the weights move against the gradient in one step. Too low it crawls, too high it diverges.',
  },
  momentum: {
    name: 'Momentum',
    text: 'Steps follow a running sum of gradients, of which each step keeps a share. What points the same way adds up, what wavers cancels out.',
  },
  adam: {
    name: 'Adam',
    text: 'Divides the running mean of the gradient by the root of its running square. So each weight moves by about the learning rate.',
  },
  'weight-decay': {
    name: 'Weight decay',
    text: 'Each step also shrinks the weights a little. AdamW takes it off the weights themselves, not through the gradient.',
  },
  'warm-up': {
    name: 'Warm-up',
    text: 'The learning rate rises in a straight line over the first steps. It spares a network whose first gradients are wild.',
  },
  'cosine-schedule': {
    name: 'Cosine schedule',
    text: 'The learning rate falls along half a cosine. Here it rises again the same way after each period.',
  },
  'one-cycle': {
    name: 'One cycle',
    text: 'One rise to a high learning rate and one long fall to almost none. Momentum may go the opposite way.',
  },
  'rate-range-test': {
    name: 'Rate range test',
    text: 'The learning rate rises at every step until training breaks. A good one lies where the loss still falls.',
  },
  epoch: {
    name: 'Epoch',
    text: 'One pass through all training images. Their order is drawn anew for each.',
  },
  batch: {
    name: 'Batch',
    text: 'The images that one step is computed on; the loss is their mean. All networks here get the same ones.',
  },
  'cross-entropy': {
    name: 'Cross-entropy',
    text: 'Minus the logarithm of the probability given to the true class. Being sure and wrong costs most.',
  },
  'focal-loss': {
    name: 'Focal loss',
    text: 'Cross-entropy that counts images less the surer they are got right. Training so turns to the hard ones.',
  },
  'label-smoothing': {
    name: 'Label smoothing',
    text: 'A share of the target is spread evenly over all classes. So the network is not driven to be ever surer.',
  },
  logits: {
    name: 'Logits',
    text: 'The network’s last numbers, one a class, before softmax. They may have any size.',
  },
  softmax: {
    name: 'Softmax',
    text: 'Turns logits into probabilities: exponentials over their sum. The largest logit gets the most.',
  },
  chance: {
    name: 'Chance level',
    text: 'The loss of the best answer that does not look at the image. A network that rests there has learnt nothing.',
  },
  relu: {
    name: 'ReLU',
    text: 'Keeps what is positive and sets the rest to 0. Its slope is 1 or 0, so it does not shrink the gradient of what passes.',
  },
  sigmoid: {
    name: 'Sigmoid',
    text: 'Squeezes any number between 0 and 1. Its slope is at most ¼, so each layer shrinks the gradient.',
  },
  tanh: {
    name: 'tanh',
    text: 'Squeezes any number between −1 and 1. Its slope is 1 at 0 and falls on both sides.',
  },
  'dead-channel': {
    name: 'Dead channel',
    text: 'A channel that is 0 at every place of every image. Behind a ReLU no gradient reaches it, so it seldom comes back.',
  },
  underflow: {
    name: 'Underflow',
    text: 'A number too small for float32 loses digits and then becomes 0. A gradient that does so no longer moves any weight.',
  },
} satisfies Readonly<Record<string, TermText>>;

/** A term of the glossary. */
export type TermId = keyof typeof glossary;

export const glossaryPage = {
  title: 'Glossary',
  search: 'Search the glossary',
  found: (count: number): string => (count === 1 ? '1 term' : `${count} terms`),
  none: 'No term has these words.',
  close: 'Close',
  /** Between the signs of formulas. */
  words: {
    atStart: 'at step 0',
    classes: 'even classes',
    depth: 'depth',
    evenly: 'for',
    images: 'for images',
    insteadOf: 'instead of',
    paths: 'paths',
    pathsOfLength: 'paths of length',
    so: 'at step 0, so',
    steps: 'steps',
    next: 'then',
    weights: 'weights',
    while: 'while',
    with: 'with',
  },
  /** Where a term is this page’s own. */
  own: 'A measure of this page.',
};
