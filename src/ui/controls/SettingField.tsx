/** The control of a setting of a single value, by its kind. */
import type { ReactNode } from 'react';
import type { Bounds, Scalar, Value } from '../../config/setting-kinds';
import { CheckField } from './CheckField';
import { ChoiceField } from './ChoiceField';
import { NumberField } from './NumberField';
import { SelectField } from './SelectField';

/** What the page says of a setting. */
export interface SettingWords {
  readonly label: ReactNode;
  readonly hint?: string | undefined;
  /** Of names. */
  readonly choices?: Readonly<Record<string, string>>;
  /** Of numbers that one can choose from. */
  readonly choice?: (value: number) => string;
}

interface SettingFieldProps {
  readonly setting: Scalar;
  readonly words: SettingWords;
  readonly value: Value;
  /** Whether names make a menu instead of a row of buttons. */
  readonly menu?: boolean;
  readonly onCommit: (value: Value) => void;
}

/** Whole numbers so few that one chooses from them. */
export function numbersOf({ min, max }: Bounds): readonly number[] {
  return Array.from({ length: max - min + 1 }, (_, index) => min + index);
}

const FEW = 2;

export function SettingField({ setting, words, value, menu = false, onCommit }: SettingFieldProps) {
  const { label, choices = {}, choice = String } = words;
  const shared = { label, ...(words.hint !== undefined && { hint: words.hint }), onCommit };
  switch (setting.kind) {
    case 'flag':
      return <CheckField label={label} value={value === true} onCommit={onCommit} />;
    case 'number': {
      const { min, max, integer } = setting;
      if (integer && max - min < FEW)
        return <ChoiceField {...shared} choices={numbersOf(setting)} text={choice} value={Number(value)} />;
      return <NumberField {...shared} value={Number(value)} bounds={setting} integer={integer} />;
    }
    case 'choice': {
      const text = (one: string | number): string =>
        typeof one === 'number' ? choice(one) : (choices[one] ?? one);
      const props = { ...shared, text, value: value as string | number };
      return menu ? (
        <SelectField {...props} choices={setting.choices} />
      ) : (
        <ChoiceField {...props} choices={setting.choices} />
      );
    }
  }
  return setting satisfies never;
}
