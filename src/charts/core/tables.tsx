/** The numbers of a chart as tables. */
import './tables.css';
import { useState, type ReactNode } from 'react';

interface TableDetailsProps {
  readonly summary: string;
  /** What the scrolling region is called. */
  readonly region: string;
  readonly id?: string;
  /** The tables, rendered only while they are open. */
  readonly children: ReactNode;
}

/** Tables under a line that opens them. */
export function TableDetails({ summary, region, id, children }: TableDetailsProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-details" id={id} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {open && (
        <div className="chart-table-scroll" role="region" aria-label={region} tabIndex={0}>
          {children}
        </div>
      )}
    </details>
  );
}

interface DataTableProps {
  readonly caption: string;
  /** Titles of the columns, of which the first is that of the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [title: string | number, ...cells: (string | DataCell)[]])[];
  /** The step that all of it is of. */
  readonly step?: number;
  /** Whether it holds nothing but numbers, which nobody is to translate. */
  readonly numbers?: boolean;
  readonly testId?: string;
}

interface DataCell {
  readonly text: string;
  /** The number as JavaScript writes it; empty for none. */
  readonly value: string;
}

/** A table with a row per step, where the titles of the rows are numbers. */
export function DataTable({ caption, columns, rows, step, numbers = false, testId }: DataTableProps) {
  return (
    <table className="chart-table" data-testid={testId} data-step={step}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((title, i) => (
            <th scope="col" key={i}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([title, ...cells], row) => (
          <tr
            key={row}
            {...(typeof title === 'number' && { 'data-step': title })}
            {...(numbers && { translate: 'no' })}
          >
            <th scope="row">{title}</th>
            {cells.map((cell, i) =>
              typeof cell === 'string' ? (
                <td key={i}>{cell}</td>
              ) : (
                <td key={i} data-value={cell.value}>
                  {cell.text}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
