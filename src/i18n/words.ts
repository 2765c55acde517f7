/** The shapes of texts that there are by name: of settings, of their choices, and of questions. */
import type { ClassicKey } from '../config/classic';
import type { SETTINGS, SettingKey, Settings, Table } from '../config/settings';
import type { Grade } from '../contract/studies';

/** One text of each of several things. */
export function each<Name extends string, Texts, Text>(
  all: Readonly<Record<Name, Texts>>,
  text: (texts: Texts) => Text,
): Record<Name, Text> {
  const entries = Object.entries<Texts>(all).map(([name, texts]) => [name, text(texts)]);
  return Object.fromEntries(entries) as Record<Name, Text>;
}

/** What the control of a setting needs. */
export interface ControlWords {
  readonly label: string | ((chosen: Settings) => string);
  /** Where choices have none. */
  readonly hint?: string;
}

type WordsOfChoices<T> = [T] extends [string]
  ? {
      readonly choices: Readonly<Record<T, string>>;
      readonly hints?: Readonly<Record<T, string | undefined>>;
    }
  : { readonly choice: (value: number) => string };

/** `name`: in notices and lists of settings. */
type WordsOf<Setting> = { readonly name: string } & (Setting extends {
  readonly kind: 'choice';
  readonly choices: readonly (infer T)[];
}
  ? ControlWords & WordsOfChoices<T>
  : Setting extends { readonly kind: 'number' | 'flag' }
    ? ControlWords
    : Setting extends { readonly kind: 'numbers' }
      ? Partial<ControlWords & WordsOfChoices<number>>
      : unknown);

/** What all settings are called, and what their choices mean. */
export type SettingTexts = { readonly [Key in SettingKey]: WordsOf<(typeof SETTINGS)[Key]> };

/** A number by its name, and what stands for 0 where that is no number of anything. */
export interface NumberWords {
  readonly name: string;
  readonly zero?: string;
}

/** What each choice is called; with a name before it where that alone would not be understood. */
export interface ChoiceWords<T extends string> {
  readonly name?: string;
  readonly choices: Readonly<Record<T, string>>;
}

type ShortOf<Setting> = Setting extends { readonly kind: 'choice'; readonly choices: readonly (infer T)[] }
  ? [T] extends [string]
    ? ChoiceWords<T>
    : NumberWords
  : NumberWords;

/** All settings and their values in so few words that they stand on a line of a chart. */
export type ShortWords = { readonly [Key in SettingKey]: ShortOf<Table[Key]> };

/** The same of classic networks alone. */
export type ClassicWords = Readonly<
  Record<Exclude<ClassicKey, SettingKey>, NumberWords | ChoiceWords<string>>
>;

/** What a paper found, in its figures, and where it stands on arXiv. */
export interface PaperText {
  readonly text: string;
  /** Author and year by number. */
  readonly arxiv: Readonly<Record<string, string>>;
}

export interface QuestionTexts {
  readonly question: string;
  /** What is done, in a line. */
  readonly line: string;
  readonly method: string;
  readonly showsNot: string;
  /** How it is graded. */
  readonly rule: string;
  /** Answers, where they are not yes or no. */
  readonly answers?: Readonly<Record<Grade, string>>;
  /** Why classic networks have no part in it; null where they have. */
  readonly leftOut: string | null;
}

/** A setting of a question. */
export interface FieldTexts {
  readonly label: string;
  readonly hint?: string;
  /** Of its choices. */
  readonly choices?: Readonly<Record<string, string>>;
}
