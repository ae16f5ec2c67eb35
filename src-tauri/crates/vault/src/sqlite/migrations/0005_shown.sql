-- Whether what was told also stood on the screen: where nobody shows notices, it is shown later.

ALTER TABLE alerts ADD COLUMN shown INTEGER NOT NULL DEFAULT 1 CHECK (shown IN (0, 1));
