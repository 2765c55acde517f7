/** The numbers of a result as a real table that scrolls; `data-value` holds them as JavaScript writes them. */
import { useState } from 'react';

export interface Cell {
  readonly text: string;
  readonly value?: number;
}

export interface TableRow {
  readonly name: string;
  readonly cells: readonly Cell[];
}

interface ResultTableProps {
  readonly summary: string;
  readonly caption: string;
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export function ResultTable({ summary, caption, corner, columns, rows }: ResultTableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && (
        <div className="chart-table-scroll" role="region" aria-label={caption} tabIndex={0}>
          <table className="chart-table">
            <caption>{caption}</caption>
            <thead>
              <tr>
                <th scope="col">{corner}</th>
                {columns.map((column) => (
                  <th scope="col" key={column}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  {row.cells.map(({ text, value }, column) => (
                    <td key={columns[column]} data-value={value === undefined ? '' : String(value)}>
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
