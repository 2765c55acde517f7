/** Chinese texts: the one sentence that tells what is happening in a run, and the figures behind it. Numbers come formatted. */
import type { story as English } from '../en/story';
import { name, NOTHING, placeOf, say, type Phrase } from '../phrase';

/** `接通 27 个残差连接`: what a switch did. */
function thrown(on: number, off: number): string {
  if (on > 0 && off > 0) return `接通 ${on} 个、断开 ${off} 个残差连接`;
  return on > 0 ? `接通 ${on} 个残差连接` : `断开 ${off} 个残差连接`;
}

interface Beside {
  readonly lane: string;
  readonly value: string;
}

/** A ratio of another network; null where no gradient reaches its first convolution. */
interface BesideRatio {
  readonly lane: string;
  readonly value: string | null;
}

/** Another network to compare with: `，残差网络为 6.3×`. */
const against = (beside: BesideRatio | null): Phrase =>
  beside === null
    ? NOTHING
    : beside.value === null
      ? say`，${name(beside.lane)}则没有`
      : say`，${name(beside.lane)}为 ${beside.value}`;

/** Another network’s loss: `；残差网络为 1.3`. */
const andAnother = (beside: Beside | null): Phrase =>
  beside === null ? NOTHING : say`；${name(beside.lane)}为 ${beside.value}`;

/** A layer or block in words, `阶段 3 块 1`; what has no stage as it is called. */
function placeText(layer: string): string {
  const place = placeOf(layer);
  if (place === null) return ` ${layer}`;
  const { stage, block, rest } = place;
  return `阶段 ${stage} 块 ${block}${rest === null ? '' : `（${rest}）`}`;
}

/** All of a few networks. */
const every = (count: number): string => (count === 2 ? '两个网络' : `${count} 个网络`);

const sentences: (typeof English)['sentences'] = {
  preparing: () => say`正在准备图像和网络。`,
  failed: (step) => say`运行在第 ${step} 步停止。`,
  nothing: (step) => say`第 ${step} 步：还没有测量结果。`,
  diverged: (lane, step, layer, others, all) =>
    say`${name(lane)}在第 ${step} 步发散，始于${layer === null ? '损失' : placeText(layer)}：其中的数不再是有限值${
      others === 0 ? '' : all ? '；其他网络也都如此' : `；另有 ${others} 个网络也是如此`
    }。`,
  switchedAtStart: (lane, on, off, now, before) =>
    now === null
      ? say`${name(lane)}${thrown(on, off)}。`
      : say`${thrown(on, off)}后，${name(lane)}首个卷积层的梯度与末个之比为 ${now}${before === null ? '' : `，此前为 ${before}`}。`,
  switched: (lane, on, off, step) =>
    say`${name(lane)}从第 ${step} 步起${thrown(on, off)}。权重仍是此前训练所得：请看损失如何变化。`,
  effect: {
    fell: (lane, from, to, steps, on, off) =>
      say`${name(lane)}${thrown(on, off)}后，损失在 ${steps} 步内从 ${from} 降到 ${to}。`,
    rose: (lane, from, to, steps, on, off) =>
      say`${name(lane)}${thrown(on, off)}后，损失在 ${steps} 步内从 ${from} 升到 ${to}。`,
    stayed: (lane, from, to, steps, on, off, trained) =>
      say`${name(lane)}${thrown(on, off)}后 ${steps} 步，损失几乎没有变化：原为 ${from}，现为 ${to}。${trained ? '权重仍是此前训练所得。' : ''}`,
  },
  activations: (lane, last, beside) =>
    say`${name(lane)}爆炸：没有归一化，残差连接层层累加，末个卷积层的梯度达到 ${last}${against(beside)}。`,
  activationLoss: (lane, loss, measured, chance) =>
    say`${name(lane)}的激活值急剧增大：${measured === 0 ? '起初' : `第 ${measured} 步`}损失为 ${loss}，随机水平为 ${chance}。`,
  vanished: (lane, ratio, beside) =>
    say`梯度消失：${name(lane)}首个卷积层的梯度只有末个的 ${ratio}${against(beside)}。`,
  vanishedWholly: (lane, beside, step) =>
    say`${step === null || step === undefined ? '完全没有梯度' : `第 ${step} 步没有梯度`}到达${name(lane)}的首个卷积层${
      beside === null
        ? ''
        : beside.value === null
          ? say`，${name(beside.lane)}也没有`
          : say`；${name(beside.lane)}首末之比为 ${beside.value}`
    }。`,
  exploded: (lane, ratio, beside, step) =>
    say`${name(lane)}的梯度${step === 0 ? '一开始就' : '朝输入方向'}爆炸：首个卷积层的梯度是末个的 ${ratio}${against(beside)}。`,
  starved: (lane, ratio, beside, start) =>
    start === null
      ? say`${name(lane)}的首个卷积层得不到多少梯度：只有末个的 ${ratio}${against(beside)}。`
      : say`${name(lane)}一开始梯度爆炸（${start}），现在首个卷积层却得不到多少梯度：只有末个的 ${ratio}${against(beside)}。`,
  faint: (lane, first, beside) =>
    say`几乎没有信号能通过${name(lane)}：首个卷积层的梯度为 ${first}${against(beside)}。`,
  chance: (lane, loss, step, best) =>
    say`${name(lane)}停在随机水平：${step} 步之后损失为 ${loss}${andAnother(best)}。`,
  chanceOfAll: (count, loss, step) => say`${every(count)}都停在随机水平：${step} 步之后损失约为 ${loss}。`,
  blownUp: (lane, loss, step, chance, best) =>
    say`${name(lane)}的损失急剧上升：${step} 步之后为 ${loss}，随机水平为 ${chance}${andAnother(best)}。`,
  above: (lane, loss, step, chance, best) =>
    say`${name(lane)}还不如随机水平（${chance}）：${step} 步之后损失为 ${loss}${andAnother(best)}。`,
  alike: (count, losses, step) =>
    say`${every(count)}学得一样快：${step} 步之后${losses.length === 2 ? `损失为 ${losses.join(' 和 ')}` : `损失约为 ${losses[0] ?? ''}`}。`,
  ahead: (best, loss, worst, other, step) =>
    say`${name(best)}学得更快：${step} 步之后损失为 ${loss}，${name(worst)}为 ${other}。`,
  alone: (lane, loss, step, chance) =>
    say`${name(lane)}在学习：${step} 步之后损失为 ${loss}，随机水平为 ${chance}。`,
  even: (lane, ratio, beside) => say`${name(lane)}首个卷积层的梯度与末个之比为 ${ratio}${against(beside)}。`,
};

type Effect = 'fell' | 'stayed' | 'rose';

const EFFECTS: Readonly<Record<Effect, string>> = { fell: '下降', stayed: '不变', rose: '上升' };

const prediction: (typeof English)['prediction'] = {
  label: '你的预测',
  question: (lane, on) => say`先预测，再${on ? '接通' : '断开'}${name(lane)}的残差连接：损失将会`,
  guesses: EFFECTS,
  graded: (right, guess) => (right ? '与你的预测一致。' : `你预测的是${EFFECTS[guess]}。`),
  answered: (lane, effect, guess) =>
    say`切换之后，${name(lane)}的损失${{ fell: '下降了', stayed: '几乎没变', rose: '上升了' }[effect]}${
      effect === guess ? '，与你的预测一致' : `；你预测的是${EFFECTS[guess]}`
    }。`,
};

const why: (typeof English)['why'] = {
  button: '为什么？',
  title: '背后的数字',
  network: '网络',
  start: '第 0 步',
  before: '切换之前',
  now: (step) => `第 ${step} 步`,
  loss: (count) => `损失，${count} 个批次的平均`,
  chance: (value) => `随机水平是 ${value}：对所有图像给出同一个答案时，最好也只能达到这样的损失。`,
  switched: (lane, on, off, step) => `${lane}：第 ${step} 步${thrown(on, off)}。`,
  measured:
    '梯度指最新批次上首个和末个卷积层 ∂L/∂W 的 L2 范数，以及首末之比。相差 10 倍以上才算悬殊；小于 10⁻⁶ 则几乎没有信号到达。损失相差不到 5 % 视为没有区别，与随机水平相差不到 2 % 视为停在随机水平；超出 10 % 算不如随机水平，超出 50 % 算急剧上升。',
};

export const story: typeof English = { label: '当前情况', sentences, prediction, why };
