/** Activations as ONNX computes them: the same functions as ours to the last digits, of single operators where opset 15 has one. */
import type { ActivationName } from '../config/activations';
import type { Graph } from './graph';

type Written = (graph: Graph, name: string, x: string) => string;

/** An operator by itself. */
const single =
  (type: string, attributes: Parameters<Graph['add']>[3] = {}): Written =>
  (graph, name, x) =>
    graph.add(type, name, [x], attributes);

const WRITTEN: Readonly<Record<ActivationName, Written>> = {
  linear: (_, __, x) => x,
  relu: single('Relu'),
  'leaky-relu': single('LeakyRelu', { alpha: { float: 0.01 } }),
  elu: single('Elu', { alpha: { float: 1 } }),
  tanh: single('Tanh'),
  sigmoid: single('Sigmoid'),
  'hard-swish': single('HardSwish'),

  /** x · Φ(x), Φ by the error function (Hendrycks & Gimpel 2016, arXiv:1606.08415). */
  gelu: (graph, name, x) => {
    const scaled = graph.add('Mul', `${name}.scaled`, [x, graph.number(`${name}.root`, Math.SQRT1_2)]);
    const erf = graph.add('Erf', `${name}.erf`, [scaled]);
    const twice = graph.add('Add', `${name}.twice`, [erf, graph.number(`${name}.one`, 1)]);
    const product = graph.add('Mul', `${name}.product`, [x, twice]);
    return graph.add('Mul', name, [product, graph.number(`${name}.half`, 0.5)]);
  },

  /** x · σ(x). */
  silu: (graph, name, x) => graph.add('Mul', name, [x, graph.add('Sigmoid', `${name}.sigmoid`, [x])]),

  /** x · tanh(softplus(x)) (Misra 2019, arXiv:1908.08681). */
  mish: (graph, name, x) => {
    const softplus = graph.add('Softplus', `${name}.softplus`, [x]);
    return graph.add('Mul', name, [x, graph.add('Tanh', `${name}.tanh`, [softplus])]);
  },
};

/** What an activation makes of x, and how it is called. */
export function activate(graph: Graph, name: string, activation: ActivationName, x: string): string {
  return WRITTEN[activation](graph, name, x);
}
