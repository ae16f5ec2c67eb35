//! The reports under `target/report`: what the tour saw, what was measured, what was proved.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::Trouble;

/// One step of the tour.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub step: String,
    pub ok: bool,
    pub ms: u64,
    pub png: String,
    /// Why it is not `ok`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// One measurement beside its floor or a peer, taken in the same run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measure {
    pub name: String,
    pub unit: String,
    pub ours: f64,
    pub peer: f64,
    pub peer_name: String,
    pub ratio: f64,
    pub goal: f64,
    pub met: bool,
    /// Where the time goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Measure {
    /// A measurement of which less is better; `goal` is the greatest allowed ratio.
    pub fn at_most(name: &str, unit: &str, ours: f64, peer: (&str, f64), goal: f64) -> Measure {
        let ratio = ours / peer.1;
        Measure {
            name: name.to_owned(),
            unit: unit.to_owned(),
            ours,
            peer: peer.1,
            peer_name: peer.0.to_owned(),
            ratio,
            goal,
            met: ratio <= goal,
            note: None,
        }
    }

    /// The same with a word on where the time goes.
    pub fn noting(self, note: String) -> Measure {
        let note = Some(note);
        Measure { note, ..self }
    }
}

/// The outcome of one long proof.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// As it was called: with another seed or part it is another proof.
    pub name: String,
    pub figure: String,
    pub ok: bool,
    pub seconds: f64,
    pub seed: u64,
}

/// `target/report` of this checkout.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/report")
}

/// Replaces the tour's report.
pub fn write_tour(folder: &Path, steps: &[Step]) -> Result<(), Trouble> {
    write(&folder.join("tour.json"), steps)
}

/// Adds these to `bench.json`; a measurement of the same name is replaced.
pub fn add_measures(folder: &Path, new: &[Measure]) -> Result<(), Trouble> {
    merge(&folder.join("bench.json"), new, |measure| &measure.name)
}

/// Adds these to `proofs.json`; a proof of the same name is replaced.
pub fn add_proofs(folder: &Path, new: &[Proof]) -> Result<(), Trouble> {
    merge(&folder.join("proofs.json"), new, |proof| &proof.name)
}

fn merge<T>(path: &Path, new: &[T], name: fn(&T) -> &String) -> Result<(), Trouble>
where
    T: Clone + Serialize + DeserializeOwned,
{
    // Proofs run side by side; the lock goes with the file.
    let folder = path.parent().unwrap_or(Path::new("."));
    let failed = || Trouble::io(folder.display().to_string());
    fs::create_dir_all(folder).map_err(failed())?;
    let alone = fs::File::create(path.with_extension("lock")).map_err(failed())?;
    alone.lock().map_err(failed())?;
    // A report that cannot be read is from another version and worth nothing.
    let mut all: Vec<T> = fs::read(path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    all.retain(|old| new.iter().all(|added| name(added) != name(old)));
    all.extend_from_slice(new);
    write(path, &all)
}

fn write<T: Serialize + ?Sized>(path: &Path, report: &T) -> Result<(), Trouble> {
    let text = serde_json::to_string_pretty(report).map_err(Trouble::because)?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Trouble::io(folder.display().to_string()))?;
    }
    fs::write(path, text + "\n").map_err(Trouble::io(path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_of_the_same_name_is_replaced_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let measure = |name, ours| Measure::at_most(name, "ms", ours, ("raw", 2.0), 1.5);
        add_measures(
            folder.path(),
            &[measure("start", 2.0), measure("unlock", 9.0)],
        )
        .unwrap();
        add_measures(folder.path(), &[measure("start", 3.0)]).unwrap();

        let text = fs::read(folder.path().join("bench.json")).unwrap();
        let all: Vec<Measure> = serde_json::from_slice(&text).unwrap();
        let told: Vec<_> = all
            .iter()
            .map(|m| (m.name.as_str(), m.ratio, m.met))
            .collect();
        assert_eq!(told, [("unlock", 4.5, false), ("start", 1.5, true)]);
    }
}
