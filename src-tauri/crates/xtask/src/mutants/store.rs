//! What may lie beside the store, and what becomes of it while it is open.

use super::{Guard, Tests};

pub const GUARDS: &[Guard] = &[
    Guard {
        name: "log beside the store",
        promise: "what is written stands in the log first, and the file without it is as it was before",
        file: "src-tauri/crates/vault/src/sqlite/open.rs",
        on: r#"        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {"#,
        off: r#"        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if mode != "delete" {"#,
        missed_by: Tests::Program("vault", "store", "killed::without_its_log"),
    },
    Guard {
        name: "one step",
        promise: "what is written together is there as a whole or not at all, wherever a log was cut",
        file: "src-tauri/crates/vault/src/sqlite/vault.rs",
        on: "    let done = writes(&transaction)?;\n    transaction.commit()?;\n",
        off: "    transaction.execute_batch(\"COMMIT\")?;\n    let done = writes(&transaction)?;\n    drop(transaction);\n",
        missed_by: Tests::Program("vault", "store", "killed::a_log_that_was_cut"),
    },
    Guard {
        name: "the store's own log",
        promise: "the log of the store itself is read, whatever lies beside it",
        file: "src-tauri/crates/vault/src/sqlite/leftovers.rs",
        on: r#"Found::AFile => suffix == "-journal" &&"#,
        off: r#"Found::AFile => suffix != "-shm" &&"#,
        missed_by: Tests::Program("vault", "store", "killed::an_index_of_garbage"),
    },
    Guard {
        name: "log of another program",
        promise: "a log that does not fit the store is moved away, and the store opens",
        file: "src-tauri/crates/vault/src/sqlite/open.rs",
        on: "        moved_away.extend(leftovers::move_log_away(path)?);\n",
        off: "",
        missed_by: Tests::Program("vault", "store", "files::the_log_of_another_program"),
    },
    Guard {
        name: "what opens",
        promise: "what does not open under the key of this store counts as lost, wherever it came from",
        file: "src-tauri/crates/vault/src/sqlite/tokens.rs",
        on: "if opened && record::is_tokens(&plain) {",
        off: "if opened || grants.contains_key(&grant) {",
        missed_by: Tests::Program("vault", "store", "files::the_log_of_another_store"),
    },
    Guard {
        name: "store looked for",
        promise: "within a minute it is told that the store was removed or replaced",
        file: "src-tauri/crates/engine/src/storage/mod.rs",
        on: "            tokio::time::sleep(PACE).await;\n",
        off: "            tokio::time::sleep(PACE * 60).await;\n",
        missed_by: Tests::Stage("promises", "moved::within_a_minute"),
    },
    Guard {
        name: "one step for a message",
        promise: "a list and its history are not told apart by a crash",
        file: "src-tauri/crates/engine/src/context/changes.rs",
        on: "let Err(problem) = self.store.commit(changes).await",
        off: "let Err(problem) = Err::<(), _>(WriteProblem::Gone)",
        missed_by: Tests::Stage("promises", "durable::a_"),
    },
    Guard {
        name: "refused alone",
        promise: "what cannot be written keeps nothing else from being written",
        file: "src-tauri/crates/engine/src/context/changes.rs",
        on: "            self.write_one_by_one().await?;\n",
        off: "            return Err(StoreProblem::Full);\n",
        missed_by: Tests::Stage("promises", "durable::a_row_that_cannot"),
    },
];
