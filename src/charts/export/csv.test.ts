import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('numbers are written to the last bit, and what was not measured is empty', () => {
  const columns = ['step', 'layer', 'residual: ‖∂L/∂W‖'];
  const rows = [
    [0, 'conv1', 0.1 + 0.2],
    [0, 'layer1.0.conv1', 1e-45],
    [0, 'layer1.0.conv2', Number.NaN],
    [0, 'layer2.0.downsample.0', undefined],
    [0, 'fc', Infinity],
  ];
  expect(csvOf({ columns, rows })).toBe(
    'step,layer,residual: ‖∂L/∂W‖\r\n' +
      '0,conv1,0.30000000000000004\r\n' +
      '0,layer1.0.conv1,1e-45\r\n' +
      '0,layer1.0.conv2,NaN\r\n' +
      '0,layer2.0.downsample.0,\r\n' +
      '0,fc,Infinity\r\n',
  );
});

test('names with commas, quotes and line breaks are quoted', () => {
  const columns = ['step', 'mine, the “best”', 'with "skips"', 'two\nlines'];
  expect(csvOf({ columns, rows: [] })).toBe('step,"mine, the “best”","with ""skips""","two\nlines"\r\n');
});
