/**
 * The terms of the page in its languages, each with one translation. `terms.test.ts` keeps them in all texts: where the English one
 * has a term, the Chinese one at the same place has its translation, and nowhere stands a variant that other texts would use.
 */
export interface Term {
  /** The term as it stands in a sentence, with its inflections. */
  readonly en: RegExp;
  /** The translation first, then what may stand for it: shorter forms, and other words that it is a part of. */
  readonly zh: readonly string[];
  /** Words of other books for the same, which are not used here. */
  readonly not?: readonly string[];
}

/** Of two terms of which one holds the other, the longer comes first: what it takes is no longer looked at. */
export const TERMS: readonly Term[] = [
  // Residual networks.
  { en: /residual networks?/i, zh: ['残差网络'], not: ['剩余网络', '残余网络'] },
  { en: /residual blocks?/i, zh: ['残差块'], not: ['残差单元'] },
  {
    en: /skip[- ]connections?/i,
    zh: ['残差连接'],
    not: ['跳跃连接', '跳接', '跳层连接', '跨层连接', '短路连接', '短接', '快捷连接', '直连'],
  },
  { en: /identity shortcuts?/i, zh: ['恒等捷径'] },
  { en: /zero-padding shortcuts?/i, zh: ['补零捷径'], not: ['零填充捷径'] },
  { en: /projection shortcuts?/i, zh: ['投影捷径'] },
  { en: /shortcuts?/i, zh: ['捷径'], not: ['快捷方式'] },
  { en: /identity mappings?/i, zh: ['恒等映射'], not: ['恒等映像', '身份映射', '恒等变换'] },
  { en: /projections?\b/i, zh: ['投影'], not: ['映射捷径'] },
  { en: /plain networks?/i, zh: ['普通网络'], not: ['平原网络', '朴素网络', '平凡网络'] },
  { en: /\btwins?\b/i, zh: ['对照网络', '对照'], not: ['孪生', '双胞胎'] },
  { en: /degradation/i, zh: ['退化'] },
  { en: /signal loss/i, zh: ['信号丢失'], not: ['信号损失'] },
  { en: /shattered gradients?|shattering/i, zh: ['梯度破碎', '破碎'], not: ['梯度粉碎', '破碎梯度'] },
  {
    en: /loss landscapes?|landscapes?/i,
    zh: ['损失曲面', '曲面'],
    not: ['损失景观', '损失地形', '损失地貌'],
  },
  {
    en: /squeeze-and-excitation/i,
    zh: ['挤压激励', 'SE'],
    not: ['压缩激励', '压缩和激励', '压缩与激励', '挤压和激励'],
  },
  { en: /pre-activation/i, zh: ['预激活'], not: ['前激活', '预激励'] },
  { en: /bottlenecks?/i, zh: ['瓶颈'], not: ['瓶颈单元'] },
  { en: /stochastic depth/i, zh: ['随机深度'] },
  { en: /branch scale|scaled branch/i, zh: ['分支缩放', '缩放'] },
  { en: /branch(es)?\b/i, zh: ['残差分支', '分支'], not: ['支路', '支线'] },
  { en: /\bskips?\b/i, zh: ['残差连接', '连接'] },

  // Layers.
  {
    en: /batch[- ]norm(ali[sz]ation)?/i,
    zh: ['批归一化', 'BN'],
    not: ['批量归一化', '批标准化', '批量标准化', '批规范化', '批量规范化', '批正则化'],
  },
  { en: /layer[- ]norm(ali[sz]ation)?/i, zh: ['层归一化', 'LN'], not: ['层标准化', '层规范化'] },
  {
    en: /group[- ]norm(ali[sz]ation)?/i,
    zh: ['组归一化', 'GN'],
    not: ['组标准化', '群组归一化', '分组归一化'],
  },
  { en: /gradient norms?/i, zh: ['梯度范数', '梯度'], not: ['梯度模长', '梯度的模'] },
  { en: /\bL2 norms?\b/i, zh: ['L2 范数', '范数'] },
  { en: /\bnorms?\b/i, zh: ['归一化', '范数'], not: ['规范化', '模长'] },
  {
    en: /global average pooling/i,
    zh: ['全局平均池化'],
    not: ['全局均值池化', '全局平均汇聚', '全局平均汇合', '全局均值汇聚'],
  },
  { en: /\bpool(ing)?\b/i, zh: ['池化'], not: ['汇聚', '汇合层'] },
  { en: /flatten(ed|s|ing)?/i, zh: ['展平'], not: ['拉平', '扁平化', '摊平'] },
  { en: /activation functions?/i, zh: ['激活函数'], not: ['激励函数', '活化函数', '激发函数'] },
  { en: /activations?\b/i, zh: ['激活'], not: ['活化值'] },
  {
    en: /dilated|dilations?\b/i,
    zh: ['膨胀率', '空洞'],
    not: ['扩张卷积', '膨胀卷积', '扩张率', '空洞率', '扩张系数'],
  },
  { en: /grouped convolutions?/i, zh: ['分组卷积'], not: ['群卷积', '群组卷积'] },
  { en: /(?<!SIMD )\bkernels?\b/i, zh: ['卷积核', '核'] },
  { en: /convolution(s|al)?\b/i, zh: ['卷积'] },
  { en: /feature maps?/i, zh: ['特征图'], not: ['特征映射', '特征映像'] },
  { en: /receptive fields?/i, zh: ['感受野'], not: ['感受域', '接受域', '接收域'] },
  { en: /dropout/i, zh: ['随机失活'], not: ['丢弃法', '暂退法', '随机丢弃'] },
  { en: /\bstrides?\b/i, zh: ['步幅'], not: ['步长', '跨步'] },
  { en: /padding/i, zh: ['填充', '补零'] },
  { en: /squeeze|excitation/i, zh: ['激励', 'SE'] },
  { en: /\bgate[sd]?\b/i, zh: ['门控', '门'], not: ['闸门'] },
  { en: /\bgains?\b/i, zh: ['增益'] },
  { en: /\bstems?\b/i, zh: ['起始层'], not: ['主干层', '茎', '词干'] },
  { en: /\bheads?\b/i, zh: ['分类头'], not: ['头部层'] },
  { en: /channels?/i, zh: ['通道'], not: ['信道', '频道'] },
  { en: /widths?\b/i, zh: ['宽度', '宽'] },
  { en: /\bblocks?\b/i, zh: ['块'], not: ['区块', '方块'] },
  { en: /(?<!weight )layers?\b/i, zh: ['层'] },

  // Training.
  {
    en: /learning[- ]rate range test|range test/i,
    zh: ['学习率范围测试', '范围测试'],
    not: ['学习率区间测试'],
  },
  { en: /learning rates?/i, zh: ['学习率'], not: ['学习速率', '学习步长'] },
  { en: /warm-?ups?|warms? up/i, zh: ['预热'], not: ['热身'] },
  { en: /schedules?\b/i, zh: ['调度'] },
  { en: /momentum/i, zh: ['动量'], not: ['冲量'] },
  { en: /weight decay/i, zh: ['权重衰减'], not: ['权值衰减', '权重衰退'] },
  { en: /label smoothing/i, zh: ['标签平滑'], not: ['标记平滑', '标签光滑'] },
  { en: /cross-entropy/i, zh: ['交叉熵'], not: ['互熵'] },
  { en: /clipp(ed|ing)|\bclips\b/i, zh: ['裁剪'], not: ['梯度截断', '梯度剪裁', '梯度修剪'] },
  { en: /augment(ed|ation)/i, zh: ['数据增强', '增强'], not: ['数据增广', '数据扩增', '增广'] },
  { en: /initiali[sz]ations?/i, zh: ['初始化'] },
  { en: /optimi[sz]ers?/i, zh: ['优化器'], not: ['优化程序'] },
  { en: /batch sizes?/i, zh: ['批大小'], not: ['批量大小', '批尺寸', '批次大小'] },
  { en: /\bbatch(es)?\b/i, zh: ['批次', '批'], not: ['小批量', '批量'] },
  { en: /\bepochs?\b/i, zh: ['轮'], not: ['纪元', '轮次', '回合', '时期'] },
  { en: /\bseeds?\b/i, zh: ['随机种子', '种子'] },
  { en: /vanish(es|ed|ing)?/i, zh: ['消失'], not: ['梯度弥散', '梯度消散'] },
  { en: /explod(es?|ed|ing)|explosions?/i, zh: ['爆炸'], not: ['梯度爆破', '梯度激增'] },
  { en: /diverge[sd]?|diverging|divergence/i, zh: ['发散'] },
  { en: /losses|\bloss\b/i, zh: ['损失'], not: ['代价函数', '误差函数'] },
  { en: /accurac(y|ies)/i, zh: ['准确率'], not: ['精确率', '正确率', '精确度', '准确度', '准确性'] },
  { en: /gradients?/i, zh: ['梯度', '∂L'], not: ['倾斜度', '斜度'] },
  { en: /overfit(ting|s)?/i, zh: ['过拟合'], not: ['过度拟合', '过配'] },
  { en: /multiply-adds?/i, zh: ['乘加'], not: ['乘累加', '乘法累加'] },
  { en: /parameters?/i, zh: ['参数'], not: ['参量'] },
  { en: /\bweights?\b/i, zh: ['权重', '权'], not: ['权值'] },
  { en: /fan[- ]in/i, zh: ['扇入'] },
  { en: /fan[- ]out/i, zh: ['扇出'] },
  { en: /training images?/i, zh: ['训练图像', '训练'], not: ['训练图片'] },
  { en: /test images?/i, zh: ['测试图像', '测试'], not: ['测试图片'] },
  { en: /predict(s|ed|ions?)?\b/i, zh: ['预测'] },
  { en: /confusion matrix/i, zh: ['混淆矩阵'], not: ['混乱矩阵', '误差矩阵'] },
  { en: /standard deviations?/i, zh: ['标准差'], not: ['标准偏差'] },

  // The page.
  { en: /backends?/i, zh: ['后端'] },
  { en: /\bpanels?\b/i, zh: ['面板'] },
  { en: /\bcharts?\b/i, zh: ['图表', '图'] },
  { en: /notices?\b/i, zh: ['提示'] },
  { en: /\bpin(s|ned)?\b/i, zh: ['固定'], not: ['钉住', '钉选', '置顶'] },
  { en: /\bsteps?\b/i, zh: ['步'] },
];
