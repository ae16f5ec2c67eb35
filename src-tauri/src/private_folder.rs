//! A folder that is closed to other users of the computer.

use std::io;
use std::path::Path;

/// Creates a folder that only this user may enter. One for everybody, such as `/tmp`, is left as it
/// is: a person has to say that it is to be closed.
pub fn private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        const STICKY: u32 = 0o1000;
        const OTHERS: u32 = 0o077;
        let mode = std::fs::metadata(folder)?.permissions().mode();
        // Where nothing is too wide nothing is changed: a disk may be read-only, a folder another's.
        if mode & STICKY == 0 && mode & OTHERS != 0 {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}
