//! State that may outlive the process: each owner holds a typed ledger, all ledgers share one JSON
//! file, and every change replaces that file in one step. Without a file it is memory only.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The file, one entry per ledger.
pub(crate) struct Storage {
    file: Option<PathBuf>,
    entries: Mutex<BTreeMap<String, Value>>,
}

impl Storage {
    pub(crate) fn open(file: Option<PathBuf>) -> io::Result<Arc<Storage>> {
        let entries = match file.as_ref().map(std::fs::read) {
            None => BTreeMap::new(),
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Some(Err(error)) => return Err(error),
            Some(Ok(bytes)) => serde_json::from_slice(&bytes)?,
        };
        Ok(Arc::new(Storage {
            file,
            entries: Mutex::new(entries),
        }))
    }

    fn save(&self, name: &str, value: &impl Serialize) {
        let Some(file) = &self.file else { return };
        let mut entries = locked(&self.entries);
        let kept = serde_json::to_value(value)
            .map_err(io::Error::from)
            .and_then(|value| {
                entries.insert(name.to_owned(), value);
                let beside = file.with_extension("new");
                std::fs::write(&beside, serde_json::to_vec(&*entries)?)?;
                std::fs::rename(&beside, file)
            });
        if let Err(error) = kept {
            tracing::warn!(%error, ledger = name, "practice state was not kept");
        }
    }
}

pub(crate) struct StateFile<T> {
    name: String,
    value: Mutex<T>,
    shelf: Arc<Storage>,
}

impl<T: Serialize + DeserializeOwned> StateFile<T> {
    /// What the file holds under this name, or a fresh value, which is then kept.
    pub(crate) fn open(
        shelf: &Arc<Storage>,
        name: impl Into<String>,
        fresh: impl FnOnce() -> T,
    ) -> io::Result<StateFile<T>> {
        let name = name.into();
        let held = locked(&shelf.entries).get(&name).cloned();
        let value = match held {
            Some(held) => serde_json::from_value(held)?,
            None => {
                let value = fresh();
                shelf.save(&name, &value);
                value
            }
        };
        Ok(StateFile {
            name,
            value: Mutex::new(value),
            shelf: Arc::clone(shelf),
        })
    }

    pub(crate) fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&locked(&self.value))
    }

    pub(crate) fn change<R>(&self, write: impl FnOnce(&mut T) -> R) -> R {
        self.change_if(|value| (write(value), true))
    }

    /// For calls that mostly read: the second half of the answer says whether anything changed.
    pub(crate) fn change_if<R>(&self, write: impl FnOnce(&mut T) -> (R, bool)) -> R {
        let mut value = locked(&self.value);
        let (answer, changed) = write(&mut value);
        if changed {
            self.shelf.save(&self.name, &*value);
        }
        answer
    }
}

/// A panic elsewhere leaves plain data behind, which is still the best there is.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_in_the_file_before_it_returns_and_other_ledgers_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        let shelf = Storage::open(Some(file.clone())).unwrap();
        let one = StateFile::open(&shelf, "one", || 1).unwrap();
        let two = StateFile::open(&shelf, "two", || vec!["a".to_owned()]).unwrap();
        one.change(|value| *value = 7);
        two.change(|value| value.push("b".to_owned()));

        let again = Storage::open(Some(file)).unwrap();
        assert_eq!(
            StateFile::open(&again, "one", || 0).unwrap().read(|v| *v),
            7
        );
        assert_eq!(
            StateFile::open(&again, "two", Vec::<String>::new)
                .unwrap()
                .read(Vec::len),
            2
        );
    }

    #[test]
    fn a_file_that_is_not_ours_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json");
        std::fs::write(&file, "not json").unwrap();
        assert!(Storage::open(Some(file.clone())).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "not json");
    }
}
