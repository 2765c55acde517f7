/** The module of kernels: everything exported here can be called from outside. Addresses are in bytes, sizes in elements. */
export * from './activation';
export * from './convolution';
export * from './memory';
export * from './norm';
export * from './winograd';
