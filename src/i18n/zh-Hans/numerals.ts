/** Chinese texts: numbers in sentences. */
import { numeralsOf, roundedTime } from '../numerals';

export const { integer, digits } = numeralsOf('zh-Hans');

const UNITS = { seconds: '秒', minutes: '分钟', hours: '小时' };

/** Rounded as far as an estimate can be told: `35 秒`. */
export function duration(seconds: number): string {
  const [time, unit] = roundedTime(seconds);
  return `${unit === 'hours' ? time.toFixed(1) : integer(time)} ${UNITS[unit]}`;
}
