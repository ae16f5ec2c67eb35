//! What a longer list costs: the time from opening the store to the first summary, the memory of
//! the engine and the size of the file, for 100 up to 100,000 locations.
//!
//! Each measurement is a process of its own; the exponent is that of the last tenfold, where
//! nothing constant hides it.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use std::{env, fs, process::Command};

use engine::{Dependencies, Engine};
use journeys::Trouble;
use journeys::report::Measure;
use journeys::stage::{Chance, Recorder, WallClock};
use networks::{HttpTransport, Realm, Registry};
use vault::{MemoryKeychain, OsEntropy, Vault};

use crate::median;
use crate::store::Store;

const SIZES: [u32; 4] = [100, 1_000, 10_000, 100_000];
const ROUNDS: usize = 5;
const GOAL: f64 = 1.1;
/// The word with which this program starts itself.
pub const LOAD: &str = "as-one-that-loads";

/// What one size costs: milliseconds, MiB, MiB.
struct Cost {
    time: f64,
    memory: f64,
    file: f64,
}

pub fn measure() -> Result<Vec<Measure>, Trouble> {
    let costs: Vec<Cost> = SIZES.into_iter().map(cost).collect::<Result<_, _>>()?;
    let growth = |name, unit: &str, of: fn(&Cost) -> f64| {
        let all: Vec<f64> = costs.iter().map(of).collect();
        let exponent = match all[..] {
            [.., before, last] => (last / before).log10(),
            _ => f64::NAN,
        };
        let told: Vec<String> = SIZES
            .iter()
            .zip(&all)
            .map(|(size, cost)| format!("{size}: {cost:.1} {unit}"))
            .collect();
        let linear = ("growth with the list", 1.0);
        Measure::at_most(name, "as exponent", exponent, linear, GOAL).noting(told.join(", "))
    };
    Ok(vec![
        growth("time to load and summarise", "ms", |cost| cost.time),
        growth("memory of the engine", "MiB", |cost| cost.memory),
        growth("size of the file", "MiB", |cost| cost.file),
    ])
}

fn cost(size: u32) -> Result<Cost, Trouble> {
    let store = Store::filled(size)?;
    let path = store.path();
    let (mut times, mut memories) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        let own = env::current_exe().map_err(Trouble::io("this program's own path"))?;
        let run = Command::new(own).arg(LOAD).arg(&path).output();
        let said = run.map_err(Trouble::io(LOAD))?.stdout;
        let said = String::from_utf8_lossy(&said).into_owned();
        let mut words = said.split_whitespace().map(str::parse::<f64>);
        let (Some(Ok(time)), Some(Ok(memory))) = (words.next(), words.next()) else {
            return Err(Trouble::unexpected(format!("{LOAD} said {said:?}")));
        };
        times.push(time);
        memories.push(memory);
    }
    let file = fs::metadata(&path).map_err(Trouble::io("the store"))?.len();
    Ok(Cost {
        time: median::of(&mut times),
        memory: median::of(&mut memories),
        file: file as f64 / f64::from(1 << 20),
    })
}

/// Loads a store and says how long it took to the first summary and how much memory it needs. The
/// key is left where it is: the list needs none.
pub async fn load(path: &str) -> Result<(), Trouble> {
    let transport = HttpTransport::new(Realm::Practice).map_err(Trouble::because)?;
    let before = resident()?;
    let began = Instant::now();
    let keychain = Arc::new(MemoryKeychain::new());
    let vault = Vault::open(Path::new(path), Box::new(OsEntropy), keychain);
    let handle = Engine::start(Dependencies {
        shell: Arc::new(Recorder::default()),
        clock: Arc::new(WallClock::new()),
        entropy: Arc::new(Chance),
        transport: Arc::new(transport),
        networks: Registry::real(),
        vault: Box::new(vault.map_err(Trouble::because)?),
        practice: None,
    })
    .await
    .map_err(Trouble::because)?;
    handle.summary().changed().await.map_err(Trouble::because)?;
    let took = began.elapsed();
    let memory = (resident()? - before) / f64::from(1 << 20);
    println!("{} {memory}", took.as_secs_f64() * median::MILLIS);
    Ok(())
}

/// How much memory of this process is in use, in bytes.
fn resident() -> Result<f64, Trouble> {
    let statm = fs::read_to_string("/proc/self/statm").map_err(Trouble::io("/proc/self/statm"))?;
    let pages: Option<f64> = statm.split(' ').nth(1).and_then(|word| word.parse().ok());
    Ok(pages.unwrap_or_default() * 4096.0)
}
