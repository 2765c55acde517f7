/** The module of kernels: everything exported here can be called from outside. Addresses are in bytes, sizes in elements. */
export * from './activation';
export * from './affine';
export { arrange, pack, packTurned } from './arrange';
export { correlate } from './correlate';
export * from './dense';
export { depthwise, depthwiseCorrelate, packDepthwise } from './depthwise';
export { convolve } from './direct';
export * from './elementwise';
export * from './losses';
export * from './measures';
export * from './memory';
export * from './norm';
export * from './optimisers';
export * from './pooling';
export * from './statistics';
export { winograd2, winograd2Correlate, winograd2Filter } from './winograd2';
export { winograd4, winograd4Correlate, winograd4Filter } from './winograd4';
