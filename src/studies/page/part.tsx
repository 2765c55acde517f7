/** What the page's part of a kind of study says, and what the parts of all kinds share: tables, places, single values. */
import '../../charts/core/tables.css';
import { useState, type ComponentType } from 'react';
import type { LanePlan } from '../../architecture/plan-experiment';
import { useStudyMessages, type StudyMessages } from '../../i18n/studies';
import type { StudyRecord } from '../../state/studies';
import type { RequestOf, ResultOf, StudyKind } from '../kinds';
import type { Answer } from './answer';
import type { Summary } from './scales';

/** A lane of a result, with the name that it has on the page. */
export interface LanePlace {
  readonly name: string;
  /** Its place among the lanes of the experiment, which decides colour and mark. */
  readonly place: number;
}

export interface ViewProps<K extends StudyKind> {
  readonly result: ResultOf<K>;
  readonly lanes: readonly LanePlace[];
  readonly record: StudyRecord<K>;
}

/** What `View.tsx` in the folder of a kind exports as `page`. */
export interface StudyPage<K extends StudyKind> {
  /** The one figure that answers the question. */
  readonly Figure: ComponentType<ViewProps<K>>;
  /** Figures that say more. */
  readonly More?: ComponentType<ViewProps<K>>;
  /** All numbers. */
  readonly Tables: ComponentType<ViewProps<K>>;
  readonly answer: Answer<K>;
  /** What was measured: sentences without their full stops. */
  readonly measured: (
    result: ResultOf<K>,
    record: StudyRecord<K>,
    messages: StudyMessages,
    lanes: readonly LanePlace[],
  ) => readonly string[];
  /** Settings of the page that are no part of the request, before its fields. */
  readonly Settings?: ComponentType;
  /** Fields that are not shown: those that decide nothing in these networks. */
  readonly hidden?: (plans: readonly LanePlan[]) => readonly string[];
  /** How it is asked, where that is not by a button. */
  readonly Board?: ComponentType<{
    readonly request: RequestOf<K>;
    readonly onChange: (request: RequestOf<K>) => void;
  }>;
}

/** The names of the lane that has the most. */
export function longest<T>(lanes: readonly (readonly T[])[]): readonly T[] {
  return lanes.reduce<readonly T[]>((most, names) => (names.length > most.length ? names : most), []);
}

/** The names of all lanes, each once: those of the first lane, then what the others have besides. */
export function namesOf(lanes: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lanes.flat())];
}

/** An axis of things that are counted, from 0 on or from `first`, with labels at whole places only. */
export function countedPlaces(count: number, first = 0) {
  const stride = Math.max(1, Math.ceil(count / 12));
  const labelled = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride);
  return { scale: 'linear', tick: (place: number) => String(place + first), labelled } as const;
}

/** What was measured once. */
export function exactly(value: number): Summary {
  return { value, low: value, high: value, count: 1 };
}

interface Cell {
  readonly text: string;
  readonly value?: number;
}

interface TableRow {
  readonly name: string;
  readonly cells: readonly Cell[];
}

interface ResultTableProps {
  readonly caption: string;
  /** What it is called where it is opened, if that is not its caption. */
  readonly name?: string;
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** The numbers of a result as a real table that scrolls; `data-value` holds them as JavaScript writes them. */
export function ResultTable({ caption, name = caption, corner, columns, rows }: ResultTableProps) {
  const { joins, studies } = useStudyMessages();
  const { table } = studies;
  const [open, setOpen] = useState(false);
  return (
    <details className="chart-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{joins.named(table, name)}</summary>
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
