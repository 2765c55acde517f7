/** Weights from a file, and networks by a name or a printed list of modules. */
import { useEffect } from 'react';
import type { DoorProps } from '../bring/parts';
import { FileStage } from './FileStage';
import { KeptWeightsList } from './KeptWeightsList';
import { NetworkField } from './NetworkField';
import { showFile } from './stage';
import './weights.css';

export function WeightsDoor({ isShown, files }: DoorProps) {
  useEffect(() => {
    const [file] = files;
    if (file !== undefined) showFile(file);
  }, [files]);
  return (
    <div className="weights-door">
      <FileStage />
      <NetworkField />
      <KeptWeightsList isShown={isShown} />
    </div>
  );
}
