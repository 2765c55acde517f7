/** Many steps in a pixel column: the area between their smallest and largest values, at a fraction of the cost of a line up and down. */

/** Where the values of a column stand, in pixels. */
export interface BandColumn {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** Fills what lies between, in the context's fill and stroke; null breaks it. A band without height is a line. */
export function drawBand(context: CanvasRenderingContext2D, columns: readonly (BandColumn | null)[]): void {
  context.beginPath();
  let from = 0;
  for (let end = 0; end <= columns.length; end++) {
    if ((columns[end] ?? null) !== null) continue;
    for (let i = from; i < end; i++) {
      const column = columns[i];
      if (i === from) context.moveTo(column?.x ?? 0, column?.high ?? 0);
      else context.lineTo(column?.x ?? 0, column?.high ?? 0);
    }
    for (let i = end - 1; i >= from; i--) context.lineTo(columns[i]?.x ?? 0, columns[i]?.low ?? 0);
    if (end > from) context.closePath();
    from = end + 1;
  }
  context.fill();
  context.stroke();
}
