/** Takes two steps of a link on wasm and prints the bytes of the heap that planned steps have. */
import { decode } from '../config/codec/url';
import { simdMachine } from '../engine/simd';
import { Trainer } from '../training/trainer';
import { bundledData } from '../../scripts/bundled';
import { useNodeBackend } from '../../scripts/goldens/node';

const { config } = decode(process.argv[2] ?? '');
const data = await bundledData(config.data, config.seeds.data);
await useNodeBackend('wasm');
const trainer = new Trainer(config, data);
await trainer.step();
await trainer.step();
console.log(simdMachine()?.heap.memory.buffer.byteLength);
