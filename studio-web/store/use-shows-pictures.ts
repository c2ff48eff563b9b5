/** Whether there is anything to see: a picture of somebody, or the own camera on its way. */
import { hasPictures } from './room-tiles.ts';
import { useDevice } from './use-microphone.ts';
import { useStudio, useStudioState } from './use-studio.ts';

export function useShowsPictures(): boolean {
  const { camera } = useStudio();
  const isOn = useDevice(camera).phase === 'on';
  return useStudioState(({ room }) => room !== null && hasPictures(room)) || isOn;
}
