/** The numbers of one stage of the processing, one below the other. */
import type { JSX } from 'react';
import { ParameterRow, type ParameterRowProps } from './parameter-row.tsx';

type Row<Name> = { readonly name: Name; readonly unit: string };

export function ParameterRows<Name extends ParameterRowProps['name']>({
  rows,
  ranges,
  values,
  onMove,
}: {
  rows: readonly Row<Name>[];
  ranges: Readonly<Record<Name, ParameterRowProps['range']>>;
  values: Readonly<Record<Name, number>>;
  onMove: (name: Name, value: number) => Promise<unknown>;
}): JSX.Element {
  return (
    <>
      {rows.map(({ name, unit }) => (
        <ParameterRow
          key={name}
          name={name}
          unit={unit}
          range={ranges[name]}
          value={values[name]}
          onMove={(value) => onMove(name, value)}
        />
      ))}
    </>
  );
}
