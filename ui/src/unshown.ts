// Who hears of what could not be drawn, for whatever part of the window catches it.

import { createContext } from 'svelte';

import type { PartCode } from './api/protocol';

export const [tellerOfUnshown, setTellerOfUnshown] = createContext<(part: PartCode, thrown: unknown) => void>();
