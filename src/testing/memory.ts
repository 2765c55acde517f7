/** Takes two steps of a link on wasm and prints the bytes of its heap. */
import * as tf from '@tensorflow/tfjs-core';
import { decode } from '../config/codec/url';
import { Trainer } from '../training/trainer';
import { bundledData } from '../../scripts/bundled';
import { useNodeBackend } from '../../scripts/goldens/node';

const { config } = decode(process.argv[2] ?? '');
const data = await bundledData(config.data, config.seeds.data);
await useNodeBackend('wasm');
const trainer = new Trainer(config, data);
await trainer.step();
await trainer.step();
const { wasm } = tf.backend() as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
console.log(wasm.HEAPU8.length);
