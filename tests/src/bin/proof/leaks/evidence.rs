//! What a journey left behind, and which secrets it must not hold.

use std::fs;
use std::path::Path;

use journeys::Trouble;
use serde_json::Value;

/// What a journey left behind.
pub struct Evidence {
    /// Every secret that the practice networks gave out.
    pub secrets: Vec<Given>,
    /// Files and messages.
    pub pieces: Vec<Piece>,
}

/// A secret and what it is.
pub struct Given {
    pub network: String,
    pub kind: String,
    pub value: String,
}

/// A file, or a kind of messages.
pub struct Piece {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A name that the list holds in clear: whoever searched finds it.
const NO_SECRET: &str = "Harbour Lane Bakery";
/// Both must hold it: what rests, and what was said.
const MUST_HOLD: [&str; 2] = ["greentick.db", "messages"];

impl Evidence {
    pub fn new(secrets: &Value) -> Result<Evidence, Trouble> {
        let listed = secrets["secrets"].as_array().cloned().unwrap_or_default();
        let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        let secrets: Vec<Given> = listed
            .iter()
            .map(|one| Given {
                network: text(one, "network"),
                kind: text(one, "kind"),
                value: text(one, "value"),
            })
            .collect();
        for network in ["facebook", "mastodon"] {
            if !secrets.iter().any(|secret| secret.network == network) {
                return Err(Trouble::unexpected(format!("{network} gave no secret")));
            }
        }
        let pieces = vec![];
        Ok(Evidence { secrets, pieces })
    }

    /// Adds messages.
    pub fn said(&mut self, name: &str, messages: &[String]) {
        self.pieces.push(Piece {
            name: name.to_owned(),
            bytes: messages.join("\n").into_bytes(),
        });
    }

    /// Adds every file below a folder, except those whose path `leave_out` names.
    pub fn written(&mut self, folder: &Path, leave_out: &[&str]) -> Result<(), Trouble> {
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            let entries = fs::read_dir(&next).map_err(Trouble::io(next.display().to_string()))?;
            for path in entries.flatten().map(|entry| entry.path()) {
                let name = path
                    .strip_prefix(folder)
                    .unwrap_or(&path)
                    .display()
                    .to_string();
                if leave_out.iter().any(|part| name.contains(part)) || path.is_symlink() {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else if path.is_file() {
                    let bytes = fs::read(&path).map_err(Trouble::io(name.clone()))?;
                    self.pieces.push(Piece { name, bytes });
                }
            }
        }
        Ok(())
    }

    /// What was searched is what the app left, and not an empty folder.
    pub fn prove_that_it_holds_what_is_no_secret(&self) -> Result<(), Trouble> {
        let holds = |piece: &Piece| {
            let mut parts = piece.bytes.windows(NO_SECRET.len());
            parts.any(|part| part == NO_SECRET.as_bytes())
        };
        for wanted in MUST_HOLD {
            let mut pieces = self
                .pieces
                .iter()
                .filter(|piece| piece.name.contains(wanted));
            if !pieces.any(holds) {
                return Err(Trouble::unexpected(format!(
                    "{wanted} does not hold the list"
                )));
            }
        }
        Ok(())
    }

    /// A network's cookies rest where the sign-in windows keep them, and nowhere else.
    pub fn may_rest(&self, secret: usize, piece: &Piece) -> bool {
        self.secrets[secret].kind == "session cookie" && piece.name.contains("/sign-ins/")
    }
}
