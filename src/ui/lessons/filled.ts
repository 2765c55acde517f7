/** A text with values in the places that it names in braces; a brace of another name stays as it is. */
export function filled(text: string, values: Readonly<Partial<Record<string, string>>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
