/** Chinese texts: what is said of a run to whoever listens to it. Numbers come as words that speech reads well. */
import type { speech as English } from '../en/speech';

export const speech: typeof English = {
  notANumber: '不是数',
  infinite: '无穷大',
  minus: '负',
  power: (factor, exponent) => `${factor} 乘以十的 ${exponent} 次方`,
  summary: (step, lanes) =>
    [
      `第 ${step} 步。`,
      ...lanes.map(({ name, loss, ratio, diverged }) =>
        diverged
          ? `${name}：已发散。`
          : `${name}：损失 ${loss}${ratio === null ? '' : `，梯度之比 ${ratio}`}。`,
      ),
    ].join(''),
  switched: (step, name, blocks, gain) => {
    const [first, last] = blocks ?? [0, 0];
    const which =
      blocks === null
        ? '全部残差连接'
        : first === last
          ? `块 ${first} 的残差连接`
          : `块 ${first} 至 ${last} 的残差连接`;
    return `第 ${step} 步。${name}：${which}${gain === '1' ? '接通' : gain === '0' ? '断开' : `增益设为 ${gain}`}。`;
  },
};
