import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeAll, beforeEach } from 'vitest';

import { loadAhead } from '../src/parts';
import { resize } from './window';

/** As in a window that has stood there for a moment. */
beforeAll(loadAhead);

/** As wide as the window comes at first, so that the details stand beside the list. */
beforeEach(() => resize(1180));

afterEach(() => {
  cleanup();
});
