import { cleanup } from '@testing-library/svelte';
import { afterEach, beforeEach } from 'vitest';

import { resize } from './window';

/** As wide as the window comes at first, so that the details stand beside the list. */
beforeEach(() => resize(1180));

afterEach(() => {
  cleanup();
});
