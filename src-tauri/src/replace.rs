//! Small files that are written anew as a whole.

use std::path::Path;
use std::{fs, io};

/// Puts a new text in the place of a file's old one. What is half-written lies beside the file, where
/// nobody reads it. Nothing is flushed to the disk: a power cut may leave the old text.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_beside_keeps_its_old_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("look.json");
        replace(&file, b"old").unwrap();
        fs::create_dir(file.with_extension("new")).unwrap();
        assert!(replace(&file, b"new and long").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"old");
        fs::remove_dir(file.with_extension("new")).unwrap();
        replace(&file, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
