//! Running programs: what they say goes to the terminal, how they end comes back.

use std::{
    fmt,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Why a command of ours did not do what was asked; said once, at the end.
#[derive(Debug)]
pub struct Failed {
    why: String,
    /// How a program that was run ended, where it ended by itself.
    pub code: Option<i32>,
}

impl Failed {
    pub fn new(why: impl Into<String>) -> Failed {
        Failed {
            why: why.into(),
            code: None,
        }
    }

    fn ended(command: &Command, status: ExitStatus) -> Failed {
        Failed {
            why: format!("{}: {status}", shown(command)),
            code: status.code(),
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

/// The top of the checkout.
pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."))
        .canonicalize()
        .unwrap_or_else(|_| PathBuf::from("."))
}

/// A program to be run at the top of the checkout.
pub fn at_root(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The `cargo` that runs us.
pub fn cargo() -> Command {
    at_root(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// Node's package runner, which is a script on Windows.
pub fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(root().join("ui"));
    npm
}

/// Runs to the end; its output goes to the terminal.
pub fn run(command: &mut Command) -> Result<(), Failed> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .map_err(|error| could_not_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failed::ended(command, status))
    }
}

/// As [`run`], but asked to end when the time is over, so that what hangs hides nothing else.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<(), Failed> {
    println!("$ {}", shown(command));
    let mut child = command
        .spawn()
        .map_err(|error| could_not_start(command, &error))?;
    match end_within(limit, command, &mut child)? {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(Failed::ended(command, status)),
        None => {
            let why = format!("{}: not done after {} s", shown(command), limit.as_secs());
            Err(Failed::new(why))
        }
    }
}

/// How a program ended, or nothing where the time was over and it was ended.
pub fn end_within(
    limit: Duration,
    command: &Command,
    child: &mut Child,
) -> Result<Option<ExitStatus>, Failed> {
    let end = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(Some(status)),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(50)),
            Ok(None) => {
                end_politely(child);
                return Ok(None);
            }
            Err(error) => return Err(Failed::new(format!("{}: {error}", shown(command)))),
        }
    }
}

/// Runs to the end without a word and gives what it wrote.
pub fn output(command: &mut Command) -> Result<String, Failed> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| could_not_start(command, &error))?;
    if !output.status.success() {
        return Err(Failed::ended(command, output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end and gives whether it passed, or nothing where it was ended when the time was over;
/// and all that it said, which goes to the terminal too.
pub fn said_within(
    limit: Duration,
    command: &mut Command,
) -> Result<(Option<bool>, String), Failed> {
    println!("$ {}", shown(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|error| could_not_start(command, &error))?;
    let heard = child.stdout.take().map(|out| {
        thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            lines.fold(String::new(), |said, line| {
                println!("{line}");
                said + &line + "\n"
            })
        })
    });
    let ended = end_within(limit, command, &mut child)?;
    let passed = ended.map(|status| status.success());
    let said = heard.and_then(|heard| heard.join().ok());
    Ok((passed, said.unwrap_or_default()))
}

/// What failed among these, all of which are run.
pub fn all_of(outcomes: impl IntoIterator<Item = Result<(), String>>) -> Result<(), Failed> {
    let failed: Vec<String> = outcomes.into_iter().filter_map(Result::err).collect();
    match failed.as_slice() {
        [] => Ok(()),
        _ => Err(Failed::new(failed.join("; "))),
    }
}

/// Whether the program is there and answers.
pub fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Test runners and the tour end their own children when asked; killed, they could not.
fn end_politely(child: &mut Child) {
    let pid = child.id().to_string();
    if cfg!(unix) && answers("kill", &["-TERM", &pid]) {
        for _ in 0..200 {
            if !matches!(child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

fn could_not_start(command: &Command, error: &std::io::Error) -> Failed {
    Failed::new(format!(
        "{} did not start: {error}",
        command.get_program().to_string_lossy()
    ))
}

fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program
        .file_stem()
        .unwrap_or(command.get_program())
        .to_string_lossy();
    let words = command.get_args().map(|word| word.to_string_lossy());
    std::iter::once(name)
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}
