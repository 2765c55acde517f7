/** Chinese texts: the help. */
import type { help as English } from '../en/help';

export const help: typeof English = {
  title: '帮助',
  close: '关闭',
  begin: {
    title: '如何开始',
    steps: [
      '训练：两个网络从相同的权重出发，看到相同的图像。',
      '打开普通网络的残差连接，看它的梯度与损失如何变化。',
      '在顶部换一个问题，或搭建自己的网络。',
    ],
    paper: '开创性的论文：',
  },
  shortcuts: {
    title: '按键',
    page: '整个页面',
    names: {
      train: '训练或暂停',
      step: '前进一步',
      reset: '重置到第 0 步',
      pin: '固定这次运行',
      build: '搭建',
      code: '代码',
      present: '演示',
      help: '帮助',
    },
    places: [
      {
        place: '任何地方',
        keys: [
          ['Ctrl+S', '保存实验'],
          ['Ctrl+Z', '撤销'],
          ['Ctrl+Shift+Z', '重做'],
          ['Escape', '关闭已打开的部分'],
        ],
      },
      {
        place: '在结构图中',
        keys: [
          ['← →', '在残差连接之间移动'],
          ['Space', '开关残差连接'],
          ['Shift+← →', '选择块'],
          ['Alt+← →', '移动块'],
          ['Insert', '添加块'],
          ['Delete', '删除块'],
        ],
      },
      {
        place: '在图表中',
        keys: [
          ['← →', '移动光标'],
          ['PageUp PageDown', '大幅移动'],
          ['Enter', '画出该层随步数的变化'],
          ['Escape', '恢复显示全部'],
        ],
      },
    ],
    on: '使用单字母按键',
  },
};
