//! What only Windows does to files: names that it gives to devices, paths of several forms, and
//! files that cannot be moved while they are open.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use vault::{KeyState, OpenProblem, OsEntropy, Vault};

use crate::test_vault::{TestVault, access, sign_in};

fn open(desk: &TestVault, path: &Path) -> Result<Vault, OpenProblem> {
    let mut vault = Vault::open(path, Box::new(OsEntropy), desk.keychain.clone())?;
    assert_eq!(vault.unlock().unwrap(), KeyState::Open);
    Ok(vault)
}

fn opened(desk: &TestVault, path: &Path) -> Vault {
    let shown = path.display();
    open(desk, path)
        .map_err(|problem| format!("{shown}: {problem:?}"))
        .unwrap()
}

/// What was kept under one path is found under another.
fn is_kept(desk: &TestVault, written: &Path, read: &Path) {
    opened(desk, written).link(&sign_in(1)).unwrap();
    let vault = opened(desk, read);
    assert_eq!(access(&vault, 1).as_deref(), Some("access-1"), "{read:?}");
}

#[test]
fn a_user_may_be_called_as_people_are() {
    for name in [
        "Jana Novák",
        "山田 太郎",
        "Зоя",
        "عمر",
        "O'Brien & 100% #1",
        "🦊",
    ] {
        let desk = TestVault::new();
        let path = desk.folder.path().join(name).join("greentick.db");
        is_kept(&desk, &path, &path);
    }
}

#[test]
fn a_path_longer_than_old_programs_take_holds_a_store() {
    let desk = TestVault::new();
    let mut path = desk.folder.path().to_owned();
    while path.as_os_str().len() < 300 {
        path.push("a folder of forty letters and spaces yes");
    }
    path.push("greentick.db");
    is_kept(&desk, &path, &path);
}

#[test]
fn every_form_of_a_path_leads_to_the_same_store() {
    let forms: [fn(&str) -> String; 5] = [
        |text| text.replace('\\', "/"),
        |text| text.replacen(&text[..1], &text[..1].to_lowercase(), 1),
        |text| text.to_uppercase(),
        |text| format!("\\\\?\\{text}"),
        |text| text.replace("\\private\\", "\\private\\..\\private\\.\\"),
    ];
    for form in forms {
        let desk = TestVault::new();
        let path = desk.path();
        let text = path.to_str().unwrap();
        assert_eq!(text.get(1..3), Some(":\\"), "{text}");
        let other = form(text);
        assert_ne!(other, text);
        is_kept(&desk, &path, Path::new(&other));
    }
}

/// Old programs see a device behind such a name wherever it stands, and everything written to it is
/// gone.
#[test]
fn a_store_with_the_name_of_a_device_is_kept_or_refused() {
    for name in ["NUL", "nul.db", "CON", "aux.db", "COM1", "LPT1.db"] {
        for path in [
            PathBuf::from(name).join("greentick.db"),
            PathBuf::from(name),
        ] {
            let desk = TestVault::new();
            let path = desk.folder.path().join(path);
            if open(&desk, &path).is_ok() {
                is_kept(&desk, &path, &path);
            }
        }
    }
}

/// The watch takes this for granted: there it looks for no other file in the store's place.
#[test]
fn an_open_store_can_be_neither_removed_nor_replaced() {
    let desk = TestVault::new();
    let mut vault = desk.unlocked();
    vault.link(&sign_in(1)).unwrap();
    let other = desk.folder.path().join("other");
    for suffix in ["", "-wal"] {
        let mut part = desk.path().into_os_string();
        part.push(suffix);
        let part = PathBuf::from(part);
        fs::write(&other, "other").unwrap();
        assert!(fs::remove_file(&part).is_err(), "{part:?}");
        assert!(fs::rename(&other, &part).is_err(), "{part:?}");
        assert!(fs::rename(&part, &other).is_err(), "{part:?}");
    }
    let folder = desk.path().parent().unwrap().to_owned();
    assert!(fs::remove_dir_all(&folder).is_err());
    assert!(!vault.whereabouts().moved());
    vault.link(&sign_in(2)).unwrap();
    drop(vault);
    assert_eq!(access(&desk.unlocked(), 2).unwrap(), "access-2");
}

/// As a backup and a virus scanner do for a moment.
fn held(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).share_mode(0).open(path)
}

#[test]
fn a_store_that_another_program_holds_is_busy_and_is_there_afterwards() {
    let desk = TestVault::new();
    desk.unlocked().link(&sign_in(1)).unwrap();
    let holder = held(&desk.path()).unwrap();
    let refused = desk.try_open().err().unwrap();
    assert!(matches!(refused, OpenProblem::Busy), "{refused:?}");
    drop(holder);
    assert_eq!(access(&desk.unlocked(), 1).unwrap(), "access-1");
}

#[test]
fn a_store_that_may_only_be_read_is_refused_and_left_as_it_is() {
    let desk = TestVault::new();
    desk.unlocked().link(&sign_in(1)).unwrap();
    let before = fs::read(desk.path()).unwrap();
    let mut rights = fs::metadata(desk.path()).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(desk.path(), rights.clone()).unwrap();
    // Under Wine an administrator of the computer below writes whatever the flag says.
    if OpenOptions::new().write(true).open(desk.path()).is_ok() {
        return;
    }
    let refused = desk.try_open().err().unwrap();
    assert!(matches!(refused, OpenProblem::NoRights), "{refused:?}");
    assert!(fs::read(desk.path()).unwrap() == before);
    #[allow(
        clippy::permissions_set_readonly_false,
        reason = "Windows has one such flag"
    )]
    rights.set_readonly(false);
    fs::set_permissions(desk.path(), rights).unwrap();
    assert_eq!(access(&desk.unlocked(), 1).unwrap(), "access-1");
}

#[test]
fn a_store_is_set_aside_while_others_read_it() {
    let desk = TestVault::new();
    desk.unlocked().link(&sign_in(1)).unwrap();
    // As Rust's own programs open files: they may be renamed meanwhile.
    let reader = File::open(desk.path()).unwrap();
    let aside = Vault::set_aside(&desk.path(), "2026-11-29").unwrap();
    assert!(aside.is_file() && !desk.path().exists());
    drop(reader);
    let holder = held(&aside).unwrap();
    assert!(Vault::set_aside(&aside, "2026-11-30").is_err());
    drop(holder);
    assert!(aside.is_file());
}
