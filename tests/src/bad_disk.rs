//! A disk that fills up or breaks, below SQLite: what the store writes goes through here on its way
//! to the system, and the real store, log and locks are in use. Whoever fails a write below a real
//! store learns what that does; a store that only pretends to fail would refuse what it likes.
//!
//! Faults are for the files of one folder, so that others in the same process write on.
#![allow(
    unsafe_code,
    clippy::unwrap_used,
    reason = "SQLite's interface to a file system is one of C"
)]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, Mutex, Once, PoisonError};

use rusqlite::ffi;

/// What is wrong with a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is full: what is there can be written over, and nothing can grow (ENOSPC).
    Full,
    /// It is full, and even to write over something takes room, as where each write goes to a new
    /// place (btrfs).
    FullThroughout,
    /// Neither writing nor flushing works (EIO).
    Broken,
}

/// The disk of one folder.
#[derive(Default)]
pub struct Disk(Mutex<Sick>);

#[derive(Default)]
struct Sick {
    fault: Option<Fault>,
    /// So many writes that the fault would meet still go well.
    well: u64,
    /// Whether it meets one write only.
    once: bool,
    /// How many writes it would have met.
    met: u64,
    /// How many it met.
    failed: u64,
}

impl Disk {
    /// The disk under a folder, from now on.
    pub fn under(folder: &Path) -> Arc<Disk> {
        install();
        let folder = folder.canonicalize().unwrap();
        let mut all = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(folder).or_default().clone()
    }

    /// It has this fault from now on.
    pub fn fails(&self, fault: Fault) {
        self.fails_from(fault, 0, false);
    }

    /// It has this fault after so many writes that the fault would have met, for good or for one.
    pub fn fails_from(&self, fault: Fault, well: u64, once: bool) {
        *self.sick() = Sick {
            fault: Some(fault),
            well,
            once,
            ..Sick::default()
        };
    }

    /// It is well again. How many writes failed, and how many the fault would have met.
    pub fn recovers(&self) -> (u64, u64) {
        let sick = std::mem::take(&mut *self.sick());
        (sick.failed, sick.met)
    }

    fn sick(&self) -> std::sync::MutexGuard<'_, Sick> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the disk says to a write.
    fn says(&self, deed: Deed) -> c_int {
        let mut sick = self.sick();
        let (met, code) = match (sick.fault, deed) {
            (None, _) => return ffi::SQLITE_OK,
            (Some(Fault::Full), Deed::Write { grows }) => (grows, ffi::SQLITE_FULL),
            (Some(Fault::FullThroughout), Deed::Write { .. }) => (true, ffi::SQLITE_FULL),
            (Some(Fault::Full | Fault::FullThroughout), Deed::Flush | Deed::Cut) => return 0,
            (Some(Fault::Broken), Deed::Write { .. }) => (true, ffi::SQLITE_IOERR_WRITE),
            (Some(Fault::Broken), Deed::Flush) => (true, ffi::SQLITE_IOERR_FSYNC),
            (Some(Fault::Broken), Deed::Cut) => (true, ffi::SQLITE_IOERR_TRUNCATE),
        };
        if !met {
            return ffi::SQLITE_OK;
        }
        sick.met += 1;
        if sick.well > 0 {
            sick.well -= 1;
            return ffi::SQLITE_OK;
        }
        if sick.once && sick.failed > 0 {
            return ffi::SQLITE_OK;
        }
        sick.failed += 1;
        code
    }
}

#[derive(Clone, Copy)]
enum Deed {
    Write { grows: bool },
    Flush,
    Cut,
}

static DISKS: Mutex<BTreeMap<PathBuf, Arc<Disk>>> = Mutex::new(BTreeMap::new());

/// A file as SQLite holds it; the system's own follows it in memory.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    /// Of the folder that it lies in, if that has one; owned.
    disk: *const Disk,
}

/// Where the system's own file begins, which is as aligned as ours.
const OWN: usize = size_of::<File>();

unsafe fn own(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { file.cast::<u8>().add(OWN).cast() }
}

unsafe fn methods(file: *mut ffi::sqlite3_file) -> &'static ffi::sqlite3_io_methods {
    unsafe { &*(*own(file)).pMethods }
}

unsafe fn says(file: *mut ffi::sqlite3_file, deed: Deed) -> c_int {
    unsafe { (*file.cast::<File>()).disk.as_ref() }.map_or(ffi::SQLITE_OK, |disk| disk.says(deed))
}

/// Hands a call on to the system's own file.
macro_rules! hand_on {
    ($($name:ident = $method:ident($($argument:ident: $type:ty),*) -> $result:ty;)+) => {
        $(unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file, $($argument: $type),*) -> $result {
            unsafe { (methods(file).$method.unwrap())(own(file), $($argument),*) }
        })+
    };
}

hand_on! {
    read = xRead(to: *mut c_void, amount: c_int, at: ffi::sqlite3_int64) -> c_int;
    size = xFileSize(size: *mut ffi::sqlite3_int64) -> c_int;
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    is_reserved = xCheckReservedLock(answer: *mut c_int) -> c_int;
    control = xFileControl(what: c_int, argument: *mut c_void) -> c_int;
    sector = xSectorSize() -> c_int;
    traits = xDeviceCharacteristics() -> c_int;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, to: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier() -> ();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
    fetch = xFetch(at: ffi::sqlite3_int64, amount: c_int, to: *mut *mut c_void) -> c_int;
    unfetch = xUnfetch(at: ffi::sqlite3_int64, from: *mut c_void) -> c_int;
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe {
        let closed = (methods(file).xClose.unwrap())(own(file));
        let held = file.cast::<File>();
        if !(*held).disk.is_null() {
            drop(Arc::from_raw((*held).disk));
        }
        (*held).disk = ptr::null();
        closed
    }
}

unsafe extern "C" fn write(
    file: *mut ffi::sqlite3_file,
    from: *const c_void,
    amount: c_int,
    at: ffi::sqlite3_int64,
) -> c_int {
    unsafe {
        let mut length = 0;
        let read = size(file, &mut length);
        if read != ffi::SQLITE_OK {
            return read;
        }
        let grows = at + ffi::sqlite3_int64::from(amount) > length;
        match says(file, Deed::Write { grows }) {
            ffi::SQLITE_OK => (methods(file).xWrite.unwrap())(own(file), from, amount, at),
            failed => failed,
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, to: ffi::sqlite3_int64) -> c_int {
    unsafe {
        match says(file, Deed::Cut) {
            ffi::SQLITE_OK => (methods(file).xTruncate.unwrap())(own(file), to),
            failed => failed,
        }
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        match says(file, Deed::Flush) {
            ffi::SQLITE_OK => (methods(file).xSync.unwrap())(own(file), flags),
            failed => failed,
        }
    }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 3,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(is_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(traits),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: Some(fetch),
    xUnfetch: Some(unfetch),
};

/// The system's own way to its files.
struct System(*mut ffi::sqlite3_vfs);

// SQLite itself uses it from every thread.
unsafe impl Send for System {}

static SYSTEM: Mutex<System> = Mutex::new(System(ptr::null_mut()));

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let system = SYSTEM.lock().unwrap_or_else(PoisonError::into_inner).0;
    unsafe {
        let opened = ((*system).xOpen.unwrap())(system, name, own(file), flags, out);
        let held = file.cast::<File>();
        (*held).disk = ptr::null();
        let real = (*own(file)).pMethods;
        (*held).base.pMethods = if real.is_null() {
            ptr::null()
        } else {
            &METHODS
        };
        if opened == ffi::SQLITE_OK {
            (*held).disk = disk_of(name).map_or(ptr::null(), Arc::into_raw);
        }
        opened
    }
}

unsafe fn disk_of(name: *const c_char) -> Option<Arc<Disk>> {
    if name.is_null() {
        return None;
    }
    let name = unsafe { CStr::from_ptr(name) }.to_str().ok()?;
    let folder = Path::new(name).parent()?.canonicalize().ok()?;
    let all = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
    all.get(&folder).cloned()
}

/// Puts itself between SQLite and the system, once for the whole process.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| unsafe {
        let system = ffi::sqlite3_vfs_find(ptr::null());
        SYSTEM.lock().unwrap_or_else(PoisonError::into_inner).0 = system;
        let mut ours = *system;
        ours.zName = c"bad-disk".as_ptr();
        ours.szOsFile += c_int::try_from(OWN).unwrap();
        ours.xOpen = Some(open);
        ours.pNext = ptr::null_mut();
        let registered = ffi::sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1);
        assert_eq!(registered, ffi::SQLITE_OK, "the bad disk is not in the way");
    });
}
