/** Without an adapter tfjs would stay on the backend that it has, and be compared with itself. */
import { assert, beforeAll } from 'vitest';

beforeAll(async () => {
  const adapter = await navigator.gpu?.requestAdapter();
  assert(adapter instanceof GPUAdapter, 'The browser here has no WebGPU adapter.');
});
