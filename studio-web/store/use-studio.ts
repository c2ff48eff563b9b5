/** How components reach the visit they belong to and read its state. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Studio } from './studio.ts';
import type { StudioState } from './studio-state.ts';

export const StudioContext = createContext<Studio | null>(null);

/** The visit around this component. Throws outside of one. */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new Error('This component belongs inside a StudioContext.');
  return studio;
}

/** A part of the state; the component renders anew when that part changes. */
export function useStudioState<T>(select: (state: StudioState) => T): T {
  return useStore(useStudio().store, select);
}
