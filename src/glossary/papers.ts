/** Where the terms of the glossary come from. */
import type { TermId } from '../i18n/glossary';

export interface Paper {
  readonly authors: string;
  /** Of its publication; null of a text that is kept up to date. */
  readonly year: number | null;
  readonly title: string;
  /** Its number on arXiv, or, of what is not there, where it can be read. */
  readonly at: { readonly arxiv: string } | { readonly address: string };
}

const onArxiv = (authors: string, year: number, title: string, arxiv: string): Paper => ({
  authors,
  year,
  title,
  at: { arxiv },
});

const elsewhere = (authors: string, year: number | null, title: string, address: string): Paper => ({
  authors,
  year,
  title,
  at: { address },
});

const resnet = onArxiv(
  'He, Zhang, Ren, Sun',
  2015,
  'Deep Residual Learning for Image Recognition',
  '1512.03385',
);
const mappings = onArxiv(
  'He, Zhang, Ren, Sun',
  2016,
  'Identity Mappings in Deep Residual Networks',
  '1603.05027',
);
const delving = onArxiv('He, Zhang, Ren, Sun', 2015, 'Delving Deep into Rectifiers', '1502.01852');
const ensembles = onArxiv(
  'Veit, Wilber, Belongie',
  2016,
  'Residual Networks Behave Like Ensembles of Relatively Shallow Networks',
  '1605.06431',
);
const guide = onArxiv(
  'Dumoulin, Visin',
  2016,
  'A Guide to Convolution Arithmetic for Deep Learning',
  '1603.07285',
);
const difficulty = onArxiv(
  'Pascanu, Mikolov, Bengio',
  2013,
  'On the Difficulty of Training Recurrent Neural Networks',
  '1211.5063',
);
const meanField = onArxiv(
  'Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz',
  2019,
  'A Mean Field Theory of Batch Normalization',
  '1902.08129',
);
const shattered = onArxiv(
  'Balduzzi, Frean, Leary, Lewis, Ma, McWilliams',
  2017,
  'The Shattered Gradients Problem',
  '1702.08591',
);
const hour = onArxiv('Goyal et al.', 2017, 'Accurate, Large Minibatch SGD', '1706.02677');
const practical = onArxiv(
  'Bengio',
  2012,
  'Practical Recommendations for Gradient-Based Training of Deep Architectures',
  '1206.5533',
);
const saturation = elsewhere(
  'Glorot, Bengio',
  2010,
  'Understanding the Difficulty of Training Deep Feedforward Neural Networks',
  'https://proceedings.mlr.press/v9/glorot10a.html',
);
const book = elsewhere(
  'Goodfellow, Bengio, Courville',
  2016,
  'Deep Learning',
  'https://www.deeplearningbook.org/',
);
const single = elsewhere(
  'IEEE 754',
  2019,
  'Standard for Floating-Point Arithmetic',
  'https://doi.org/10.1109/IEEESTD.2019.8766229',
);

/** Null of what is a measure of this page's own. */
export const PAPERS: Readonly<Record<TermId, Paper | null>> = {
  'residual-block': resnet,
  'skip-connection': mappings,
  'identity-shortcut': mappings,
  'zero-padding-shortcut': resnet,
  'projection-shortcut': resnet,
  bottleneck: resnet,
  'pre-activation': mappings,
  'gated-shortcut': onArxiv('Srivastava, Greff, Schmidhuber', 2015, 'Highway Networks', '1505.00387'),
  'branch-scale': onArxiv(
    'Szegedy, Ioffe, Vanhoucke, Alemi',
    2017,
    'Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning',
    '1602.07261',
  ),
  'grouped-convolution': onArxiv(
    'Xie, Girshick, Dollár, Tu, He',
    2017,
    'Aggregated Residual Transformations for Deep Neural Networks',
    '1611.05431',
  ),
  'squeeze-and-excitation': onArxiv(
    'Hu, Shen, Albanie, Sun, Wu',
    2018,
    'Squeeze-and-Excitation Networks',
    '1709.01507',
  ),
  dilation: onArxiv(
    'Yu, Koltun',
    2016,
    'Multi-Scale Context Aggregation by Dilated Convolutions',
    '1511.07122',
  ),
  stride: guide,
  padding: guide,
  'receptive-field': onArxiv(
    'Luo, Li, Urtasun, Zemel',
    2016,
    'Understanding the Effective Receptive Field in Deep Convolutional Neural Networks',
    '1701.04128',
  ),
  'multiply-adds': resnet,
  depth: resnet,
  'batch-norm': onArxiv('Ioffe, Szegedy', 2015, 'Batch Normalization', '1502.03167'),
  'layer-norm': onArxiv('Ba, Kiros, Hinton', 2016, 'Layer Normalization', '1607.06450'),
  'group-norm': onArxiv('Wu, He', 2018, 'Group Normalization', '1803.08494'),
  'global-average-pooling': onArxiv('Lin, Chen, Yan', 2014, 'Network in Network', '1312.4400'),
  'he-initialisation': delving,
  'xavier-initialisation': saturation,
  'orthogonal-initialisation': onArxiv(
    'Saxe, McClelland, Ganguli',
    2014,
    'Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural Networks',
    '1312.6120',
  ),
  fan: delving,
  'zero-gamma': hour,
  fixup: onArxiv('Zhang, Dauphin, Ma', 2019, 'Fixup Initialization', '1901.09321'),
  'skip-init': onArxiv(
    'De, Smith',
    2020,
    'Batch Normalization Biases Residual Blocks Towards the Identity Function in Deep Networks',
    '2002.10444',
  ),
  'stochastic-depth': onArxiv(
    'Huang, Sun, Liu, Sedra, Weinberger',
    2016,
    'Deep Networks with Stochastic Depth',
    '1603.09382',
  ),
  dropout: onArxiv(
    'Hinton, Srivastava, Krizhevsky, Sutskever, Salakhutdinov',
    2012,
    'Improving Neural Networks by Preventing Co-Adaptation of Feature Detectors',
    '1207.0580',
  ),
  'gradient-norm': difficulty,
  'vanishing-gradient': difficulty,
  'exploding-gradient': meanField,
  'first-last-ratio': null,
  'signal-loss': onArxiv(
    'Schoenholz, Gilmer, Ganguli, Sohl-Dickstein',
    2017,
    'Deep Information Propagation',
    '1611.01232',
  ),
  degradation: resnet,
  'shattered-gradients': shattered,
  'path-ensemble': ensembles,
  'effective-depth': ensembles,
  lesion: ensembles,
  'loss-landscape': onArxiv(
    'Li, Xu, Taylor, Studer, Goldstein',
    2018,
    'Visualizing the Loss Landscape of Neural Nets',
    '1712.09913',
  ),
  cosine: shattered,
  'update-ratio': elsewhere(
    'CS231n',
    null,
    'Neural Networks Part 3: Ratio of weights:updates',
    'https://cs231n.github.io/neural-networks-3/#ratio',
  ),
  'gradient-clipping': difficulty,
  'learning-rate': practical,
  momentum: elsewhere(
    'Sutskever, Martens, Dahl, Hinton',
    2013,
    'On the Importance of Initialization and Momentum in Deep Learning',
    'https://proceedings.mlr.press/v28/sutskever13.html',
  ),
  adam: onArxiv('Kingma, Ba', 2015, 'Adam: A Method for Stochastic Optimization', '1412.6980'),
  'weight-decay': onArxiv('Loshchilov, Hutter', 2019, 'Decoupled Weight Decay Regularization', '1711.05101'),
  'warm-up': hour,
  'cosine-schedule': onArxiv(
    'Loshchilov, Hutter',
    2017,
    'SGDR: Stochastic Gradient Descent with Warm Restarts',
    '1608.03983',
  ),
  'one-cycle': onArxiv('Smith, Topin', 2018, 'Super-Convergence', '1708.07120'),
  'rate-range-test': onArxiv(
    'Smith',
    2017,
    'Cyclical Learning Rates for Training Neural Networks',
    '1506.01186',
  ),
  epoch: practical,
  batch: practical,
  'cross-entropy': book,
  'focal-loss': onArxiv(
    'Lin, Goyal, Girshick, He, Dollár',
    2017,
    'Focal Loss for Dense Object Detection',
    '1708.02002',
  ),
  'label-smoothing': onArxiv(
    'Szegedy, Vanhoucke, Ioffe, Shlens, Wojna',
    2016,
    'Rethinking the Inception Architecture for Computer Vision',
    '1512.00567',
  ),
  logits: book,
  softmax: book,
  chance: null,
  relu: elsewhere(
    'Glorot, Bordes, Bengio',
    2011,
    'Deep Sparse Rectifier Neural Networks',
    'https://proceedings.mlr.press/v15/glorot11a.html',
  ),
  sigmoid: saturation,
  tanh: saturation,
  'dead-channel': onArxiv(
    'Lu, Shin, Su, Karniadakis',
    2019,
    'Dying ReLU and Initialization: Theory and Numerical Examples',
    '1903.06733',
  ),
  underflow: single,
};

/** Where a paper can be read. */
export function addressOf({ at }: Paper): string {
  return 'arxiv' in at ? `https://arxiv.org/abs/${at.arxiv}` : at.address;
}
