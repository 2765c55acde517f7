/** Chinese texts: lanes with architectures of their own, and classic networks. */
import type { lanes as English } from '../en/lanes';

const classic: typeof English.classic = {
  names: { lenet: 'LeNet-5', alexnet: 'AlexNet', vgg: 'VGG', densenet: 'DenseNet' },
  years: { lenet: 1998, alexnet: 2012, vgg: 2014, densenet: 2017 },
  papers: {
    lenet:
      'LeCun, Bottou, Bengio, Haffner 1998，按如今通行的写法：特征图之间全部相连，池化不带权重。配合 tanh 与平均池化最接近原作。',
    alexnet:
      'Krizhevsky, Sutskever, Hinton 2012，改用于小图像：第一个卷积为 5×5、步幅 1，宽度是后来单列版本的四分之一，没有局部响应归一化。',
    vgg: 'Simonyan, Zisserman 2014，宽度为四分之一，加上批归一化；若不选全连接隐藏层，最后一次池化之后直接是分类器。',
    densenet: 'Huang, Liu, van der Maaten, Weinberger 2017，CIFAR 版本：每一层都看到本块中前面各层的通道。',
  },
  label: (lane) => `${lane}的各层，从输入到输出`,
  hint: '指向某一层，或聚焦后用方向键，可看其形状与代价。',
  item: (title, shape) => `${title}，输出 ${shape}`,
  conv: (kernel) => `卷积 ${kernel}×${kernel}`,
  pool: (kind, kernel) => `${kind === 'max' ? '最大池化' : '平均池化'} ${kernel}×${kernel}`,
  dense: (outputs) => `全连接 ${outputs}`,
  unit: (growth) => `增加 ${growth} 个通道的层`,
  kinds: { average: '平均池化', flatten: '展平', tail: '归一化、激活' },
  denseBlock: (block, layers, growth) => `稠密块 ${block}：${layers} × +${growth}`,
  shapes: (input, output) => (input === output ? input : `${input} → ${output}`),
  cost: (parameters, multiplyAdds) => `参数 ${parameters}，乘加次数 ${multiplyAdds}`,
  receptiveField: (side) => `看到 ${side}×${side} 个输入像素`,
  dropout: (share) => `随机失活 ${share}`,
};

const list: typeof English.list = {
  label: '参与比较的网络',
  name: (lane) => `${lane}的名称`,
  edit: '编辑',
  editLabel: (lane) => `编辑${lane}的网络`,
  makeOwn: '改为独立网络',
  makeOwnLabel: (lane) => `给${lane}一份共用网络的副本`,
  share: '改用共用网络',
  shareLabel: (lane) => `让${lane}使用共用网络`,
  duplicate: '复制',
  duplicateLabel: (lane) => `复制${lane}`,
  remove: '移除',
  removeLabel: (lane) => `移除${lane}`,
  colour: (lane) => `${lane}的颜色与标记`,
  colours: ['蓝色，圆形', '橙色，方形', '绿色，三角形', '紫色，菱形'],
  add: '添加经典网络',
  addButton: '添加',
  choice: (network, year) => `${network}（${year}）`,
  full: (most) => `最多 ${most} 个网络：请先移除一个。`,
  edits: (networks) => `正在编辑${networks}`,
  and: (names) => (names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join('、')}和${names.at(-1)}`),
  sharedNetwork: '共用网络',
  copyTo: (lane) => `把设置复制到${lane}`,
  copyHint: '把块的类型、宽度、步幅、卷积核、膨胀率和分组数复制到对方相同位置的块',
};

const classicFields: typeof English.classicFields = {
  depth: '深度',
  depthHint: '带权重的层数，按论文的算法',
  width: '第一个卷积的通道数',
  widthHint: '其余各层按比例变化',
  growth: '增长率',
  growthHint: '每一层增加的通道数',
  bottleneck: '瓶颈与压缩（DenseNet-BC）',
  pool: '池化',
  pools: { max: '最大', average: '平均' },
  hidden: '全连接隐藏层',
  hiddenHint: '两层各自的宽度；0 表示没有',
  dropout: '随机失活',
  dropoutHidden: '全连接隐藏层中丢弃的比例',
  dropoutUnits: '每个 3×3 卷积之后丢弃的比例',
};

export const lanes: typeof English = { classic, classicFields, list };
