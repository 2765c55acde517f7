// @vitest-environment happy-dom
/** What a user sees of the fields of a form and does with them. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CheckField } from './CheckField';
import { ChoiceField } from './ChoiceField';
import { NumberField } from './NumberField';
import { SelectField } from './SelectField';
import { TextField } from './TextField';

afterEach(cleanup);

/** Types over what stands there, without leaving the field. */
const type = (field: HTMLElement, value: string): void => void fireEvent.input(field, { target: { value } });
/** As browsers do: a change first, then the loss of focus. */
function leave(field: HTMLElement): void {
  act(() => void field.dispatchEvent(new Event('change', { bubbles: true })));
  fireEvent.blur(field);
}

describe('a number', () => {
  const onCommit = vi.fn<(value: number) => void>();
  afterEach(() => onCommit.mockClear());

  function numberField(value: number | null, rest: { integer?: boolean; hint?: string } = {}) {
    const bounds = { min: 1, max: 64 };
    const field = <NumberField label="Width" value={value} bounds={bounds} onCommit={onCommit} {...rest} />;
    const { rerender } = render(field);
    return { input: screen.getByLabelText<HTMLInputElement>('Width'), rerender };
  }

  it('shows its value, its range and its hint', () => {
    const { input } = numberField(8, { hint: 'Channels' });
    expect(input.value).toBe('8');
    expect(input.getAttribute('aria-invalid')).toBe('false');
    expect(describedBy(input)).toBe('1 to 64. Channels');
  });

  it('is a draft until it is confirmed with Enter', () => {
    const { input } = numberField(8);
    type(input, '12');
    expect(input.value).toBe('12');
    expect(onCommit).not.toHaveBeenCalled();
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(onCommit.mock.calls).toEqual([[12]]);
  });

  it('takes effect where it is left, once', () => {
    const { input } = numberField(8);
    type(input, '12');
    leave(input);
    expect(onCommit.mock.calls).toEqual([[12]]);
  });

  it('goes back to its value with Escape', () => {
    const { input } = numberField(8);
    type(input, '12');
    fireEvent.keyDown(input, { key: 'Escape' });
    expect(input.value).toBe('8');
    leave(input);
    expect(onCommit).not.toHaveBeenCalled();
  });

  it.each([
    ['100', '1 to 64 only. Still using 8.'],
    ['0', '1 to 64 only. Still using 8.'],
    ['2.5', 'Whole numbers only. Still using 8.'],
    ['eight', 'Not a number. Still using 8.'],
    ['', 'Not a number. Still using 8.'],
  ])('keeps %j in sight when it is left, says what is wrong, and changes nothing', (text, message) => {
    const { input } = numberField(8, { integer: true });
    // What is no number at all a browser hides from the page in a field of type number.
    input.type = 'text';
    type(input, text);
    leave(input);
    expect(input.value).toBe(text);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(describedBy(input)).toBe(message);
    expect(onCommit).not.toHaveBeenCalled();
  });

  it('mends a draft that was wrong', () => {
    const { input } = numberField(8);
    type(input, '100');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    type(input, '10');
    expect(input.getAttribute('aria-invalid')).toBe('false');
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(onCommit.mock.calls).toEqual([[10]]);
  });

  it('reads a decimal comma, and takes the same number for no change', () => {
    const { input } = numberField(8);
    type(input, '2,5');
    leave(input);
    type(input, '8.0');
    leave(input);
    expect(onCommit.mock.calls).toEqual([[2.5]]);
  });

  it('follows the experiment where nothing is typed', () => {
    const { input, rerender } = numberField(8);
    rerender(<NumberField label="Width" value={16} bounds={{ min: 1, max: 64 }} onCommit={onCommit} />);
    expect(input.value).toBe('16');
  });

  it('stands for several that differ: empty, and set for all where something is typed', () => {
    const { input } = numberField(null);
    expect(input.value).toBe('');
    expect(input.placeholder).toBe('mixed');
    leave(input);
    expect(onCommit).not.toHaveBeenCalled();
    type(input, '4');
    leave(input);
    expect(onCommit.mock.calls).toEqual([[4]]);
  });
});

describe('one of a few', () => {
  const onCommit = vi.fn<(value: 'A' | 'B') => void>();
  afterEach(() => onCommit.mockClear());
  const choices = ['A', 'B'] as const;
  const text = (choice: 'A' | 'B'): string => `Option ${choice}`;

  it('is a group of radio buttons of which the value is checked', () => {
    render(<ChoiceField label="Shortcut" choices={choices} text={text} value="B" onCommit={onCommit} />);
    expect(screen.getByRole('group', { name: 'Shortcut' })).toBeDefined();
    const checked = screen
      .getAllByRole<HTMLInputElement>('radio')
      .filter((radio) => radio.checked)
      .map((radio) => radio.labels?.[0]?.textContent);
    expect(checked).toEqual(['Option B']);
  });

  it('is chosen by a click, and stays as it is until the experiment has it', () => {
    render(<ChoiceField label="Shortcut" choices={choices} text={text} value="B" onCommit={onCommit} />);
    fireEvent.click(screen.getByLabelText('Option A'));
    expect(onCommit.mock.calls).toEqual([['A']]);
    expect(screen.getByLabelText<HTMLInputElement>('Option B').checked).toBe(true);
  });

  it('has none checked where it stands for several that differ', () => {
    render(<ChoiceField label="Shortcut" choices={choices} text={text} value={null} onCommit={onCommit} />);
    for (const radio of screen.getAllByRole<HTMLInputElement>('radio')) expect(radio.checked).toBe(false);
  });

  it('keeps two of them apart', () => {
    render(
      <>
        <ChoiceField label="One" choices={choices} text={text} value="A" onCommit={onCommit} />
        <ChoiceField label="Two" choices={choices} text={text} value="A" onCommit={onCommit} />
      </>,
    );
    const names = screen.getAllByRole<HTMLInputElement>('radio').map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
  });
});

describe('one of several names', () => {
  it('lists all, shows the value and its hint, and hands over the name that is chosen', () => {
    const onCommit = vi.fn<(value: 'relu' | 'tanh') => void>();
    render(
      <SelectField
        label="Activation"
        hint="Behind every norm"
        choices={['relu', 'tanh']}
        text={(name) => (name === 'relu' ? 'ReLU' : 'Tanh')}
        value="tanh"
        onCommit={onCommit}
      />,
    );
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Activation' });
    expect(select.value).toBe('tanh');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['ReLU', 'Tanh']);
    expect(describedBy(select)).toBe('Behind every norm');
    fireEvent.change(select, { target: { value: 'relu' } });
    expect(onCommit.mock.calls).toEqual([['relu']]);
  });
});

describe('a short text', () => {
  const onCommit = vi.fn<(value: string) => void>();
  afterEach(() => onCommit.mockClear());
  const textField = (): HTMLInputElement => {
    render(<TextField label="Name" value="Plain" most={20} onCommit={onCommit} />);
    return screen.getByLabelText('Name');
  };

  it('is no longer than it may be', () => {
    expect(textField().maxLength).toBe(20);
  });

  it('is handed over with Enter, without the blanks around it', () => {
    const input = textField();
    type(input, '  No skips ');
    expect(onCommit).not.toHaveBeenCalled();
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(onCommit.mock.calls).toEqual([['No skips']]);
  });

  it('goes back with Escape, and nothing is handed over when it is left', () => {
    const input = textField();
    type(input, 'No skips');
    fireEvent.keyDown(input, { key: 'Escape' });
    expect(input.value).toBe('Plain');
    leave(input);
    expect(onCommit).not.toHaveBeenCalled();
  });

  it('is no change where it is the same', () => {
    const input = textField();
    type(input, 'Plain ');
    leave(input);
    expect(onCommit).not.toHaveBeenCalled();
  });
});

describe('something that is or is not', () => {
  it.each([true, false])('is %s, and the other after a click', (value) => {
    const onCommit = vi.fn<(value: boolean) => void>();
    render(<CheckField label="Nesterov" value={value} onCommit={onCommit} />);
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Nesterov' });
    expect(box.checked).toBe(value);
    fireEvent.click(box);
    expect(onCommit.mock.calls).toEqual([[!value]]);
  });
});

/** The text that a reader of the field reads out besides its label. */
function describedBy(field: HTMLElement): string | null | undefined {
  return document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
}
