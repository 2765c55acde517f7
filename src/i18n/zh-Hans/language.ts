/** Simplified Chinese. */
import type { Language } from '../language';

export const language: Language = { tag: 'zh-Hans', name: '简体中文', sign: '中', direction: 'ltr' };
