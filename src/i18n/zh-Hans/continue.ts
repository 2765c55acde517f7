/** Chinese texts: a run that was interrupted and goes on, and why runs are not kept. */
import type { continues as English } from '../en/continue';
import { integer } from '../en/numerals';

const troubles: Readonly<Record<Parameters<(typeof English)['trouble']>[0], string>> = {
  full: '浏览器的存储空间已满：关闭标签页后，这次运行不会保留。训练照常进行；删除已保存的图像或实验可以腾出空间。',
  refused: '浏览器不允许保存：关闭标签页后，这次运行不会保留。训练照常进行。',
  'too-large': '这些网络太大，无法保存：关闭标签页后，这次运行不会保留。训练照常进行。',
  unreadable: '保存的运行无法读取。它的实验仍可从头重放。',
};

export const continues: typeof English = {
  label: '中断的运行',
  lead: (day, name) =>
    name === null ? `有一次运行中断了（${day}）。` : `“${name}”的一次运行中断了（${day}）。`,
  go: (step, lost) => {
    const at = `从第 ${integer(step)} 步继续`;
    if (lost === null) return at;
    return lost === 0 ? `${at}（没有丢失）` : `${at}（丢失 ${integer(lost)} 秒）`;
  },
  goHint: '权重、优化器和图表都恢复原样，之后的损失与未中断时完全相同',
  decline: '忘掉这次运行',
  trouble: (trouble) => troubles[trouble],
  dismiss: '知道了',
};
