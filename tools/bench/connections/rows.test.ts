import { expect, test } from 'vitest';
import { connectionRows, type Readings } from './rows';

/** @param more - MB that 1,024 connections add to 100 MB resident, and to 20 MB held */
const readings = (more: { resident: number; held: number }): Readings => ({
  at: new Map([
    [0, [{ resident: 100, held: 20 }]],
    [1024, [{ resident: 100 + more.resident, held: 20 + more.held }]],
  ]),
  left: [{ resident: 100, held: 20 }],
});

test('shows resident and held memory per connection', () => {
  const rows = connectionRows({ ours: readings({ resident: 12, held: 10 }) });
  expect(Object.keys(rows)).toEqual([
    'ours, 0 connected',
    'ours, 1,024 connected',
    'ours, each of 1,024',
    'ours, each of 1,024, heap and buffers',
    'ours, all left',
  ]);
  expect(rows['ours, each of 1,024']?.figure).toBe('12.0 KB');
  expect(rows['ours, each of 1,024, heap and buffers']?.figure).toBe('10.0 KB');
});

test.each([-20, 0, 9.9])(
  'omits resident memory per connection for both servers if it rose by %d MB and held memory by 10 MB',
  (resident) => {
    const rows = connectionRows({ ours: readings({ resident, held: 10 }), bare: readings({ resident: 9, held: 3 }) });
    expect(Object.keys(rows).filter((name) => name.endsWith('each of 1,024'))).toEqual([]);
    expect(rows['ours, each of 1,024, heap and buffers']?.figure).toBe('10.0 KB');
    expect(rows['bare, each of 1,024, heap and buffers']?.figure).toBe('3.0 KB');
  },
);
