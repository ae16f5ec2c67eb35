//! What the command line asks for. It is read in one place for a first start and for one that is
//! handed over to the running app, so that a link means the same in both.

use std::ffi::OsString;

use crate::data_dir::Kind;

/// The scheme of the links that lead back to the app.
pub const LINK_SCHEME: &str = "app.greentick:";

pub const USAGE: &str = "\
usage: greentick [--practice [--sample]] [--hidden] [LINK]
       greentick --register-links
       greentick --help | --version

  --practice        use the practice networks, with a data folder and a key of their own
  --sample          show a sample of connections, which is gone when the window is closed; only
                    with --practice
  --hidden          start in the tray, without a window
  --register-links  make this program the one that opens app.greentick: links, where no
                    package did so (Linux and Windows)
  LINK              an app.greentick: link that a browser followed
  --help            print this
  --version         print the version";

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommandLine {
    /// To start.
    Start(Launch),
    /// To say how it is started.
    Help,
    /// To say which version it is.
    Version,
}

/// What one start of the app is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Launch {
    /// Use the practice networks.
    pub practice: bool,
    /// Show a sample that leaves nothing.
    pub sample: bool,
    /// Start without a window.
    pub hidden: bool,
    /// Register the scheme of the links for this program.
    pub register_links: bool,
    /// The link that it was started with. It may come from anybody.
    pub link: Option<String>,
}

/// The command line makes no sense.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLaunch {
    #[error("unknown argument: {0}")]
    Unknown(String),
    #[error("more than one link")]
    TwoLinks,
    #[error(
        "--register-links does not go with --practice: a followed link starts the app without it"
    )]
    PracticeLinks,
    #[error("--sample goes with --practice alone")]
    RealSample,
    #[error("--sample does not go with --hidden: what it shows is gone with its window")]
    HiddenSample,
}

impl Launch {
    /// Reads the arguments after the program's name. The system gives any bytes.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Launch, BadLaunch> {
        let mut launch = Launch::default();
        for argument in arguments {
            let argument = argument
                .into_string()
                .map_err(|odd| BadLaunch::Unknown(odd.to_string_lossy().into_owned()))?;
            match argument.as_str() {
                "--practice" => launch.practice = true,
                "--sample" => launch.sample = true,
                "--hidden" => launch.hidden = true,
                "--register-links" => launch.register_links = true,
                _ if is_link(&argument) => {
                    if launch.link.replace(argument).is_some() {
                        return Err(BadLaunch::TwoLinks);
                    }
                }
                _ => return Err(BadLaunch::Unknown(argument)),
            }
        }
        if launch.practice && launch.register_links {
            return Err(BadLaunch::PracticeLinks);
        }
        if launch.sample && !launch.practice {
            return Err(BadLaunch::RealSample);
        }
        if launch.sample && launch.hidden {
            return Err(BadLaunch::HiddenSample);
        }
        Ok(launch)
    }

    /// What kind of run it is to be.
    pub fn kind(&self) -> Kind {
        match (self.practice, self.sample) {
            (_, true) => Kind::Sample,
            (true, false) => Kind::Practice,
            (false, false) => Kind::Real,
        }
    }
}

impl CommandLine {
    /// Reads the arguments after the program's name. Who asks for help gets it, whatever else is
    /// asked for.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<CommandLine, BadLaunch> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let wants = |names: [&str; 2]| {
            arguments
                .iter()
                .any(|one| names.iter().any(|name| one == name))
        };
        if wants(["--help", "-h"]) {
            return Ok(CommandLine::Help);
        }
        if wants(["--version", "-V"]) {
            return Ok(CommandLine::Version);
        }
        Launch::read(arguments).map(CommandLine::Start)
    }
}

/// Schemes are the same in capitals, and some launchers write them so.
fn is_link(argument: &str) -> bool {
    argument
        .get(..LINK_SCHEME.len())
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(LINK_SCHEME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Launch, BadLaunch> {
        Launch::read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn who_asks_for_help_or_the_version_gets_it() {
        let wish = |arguments: &[&str]| CommandLine::read(arguments.iter().map(OsString::from));
        assert_eq!(wish(&["--help"]), Ok(CommandLine::Help));
        assert_eq!(wish(&["--practise", "-h"]), Ok(CommandLine::Help));
        assert_eq!(wish(&["--version"]), Ok(CommandLine::Version));
        assert_eq!(wish(&["-V", "--practice"]), Ok(CommandLine::Version));
        assert_eq!(wish(&[]), Ok(CommandLine::Start(Launch::default())));
        assert_eq!(
            wish(&["--versions"]),
            Err(BadLaunch::Unknown("--versions".to_owned()))
        );
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_refused_like_any_other_word() {
        use std::os::unix::ffi::OsStringExt;
        let odd = OsString::from_vec(b"app.greentick:/\xff".to_vec());
        let refused = Err(BadLaunch::Unknown("app.greentick:/\u{fffd}".to_owned()));
        assert_eq!(Launch::read([odd]), refused);
    }

    #[test]
    fn a_plain_start_is_real_and_visible() {
        assert_eq!(read(&[]), Ok(Launch::default()));
    }

    #[test]
    fn a_link_is_taken_with_and_without_practice() {
        let link = "app.greentick:/callback/mastodon?state=a&code=b";
        for arguments in [&[link][..], &["--practice", link]] {
            let launch = read(arguments).unwrap();
            assert_eq!(launch.link.as_deref(), Some(link));
        }
        assert!(read(&["APP.Greentick:/callback/x"]).unwrap().link.is_some());
    }

    #[test]
    fn a_mistyped_argument_never_starts_the_real_app() {
        for wrong in [
            "--practise",
            "-p",
            "https://example.com",
            "app.greentickx:/",
            "é",
        ] {
            assert_eq!(read(&[wrong]), Err(BadLaunch::Unknown(wrong.to_owned())));
        }
    }

    #[test]
    fn practice_does_not_take_over_the_links_of_the_real_app() {
        assert_eq!(
            read(&["--practice", "--register-links"]),
            Err(BadLaunch::PracticeLinks)
        );
    }

    #[test]
    fn a_sample_is_shown_in_practice_and_in_a_window() {
        let kind = |arguments: &[&str]| read(arguments).map(|launch| launch.kind());
        assert_eq!(kind(&["--practice", "--sample"]), Ok(Kind::Sample));
        assert_eq!(kind(&["--practice"]), Ok(Kind::Practice));
        assert_eq!(kind(&[]), Ok(Kind::Real));
        assert_eq!(kind(&["--sample"]), Err(BadLaunch::RealSample));
        let hidden = &["--practice", "--sample", "--hidden"];
        assert_eq!(kind(hidden), Err(BadLaunch::HiddenSample));
    }

    #[test]
    fn two_links_are_refused() {
        assert_eq!(
            read(&["app.greentick:/a", "app.greentick:/b"]),
            Err(BadLaunch::TwoLinks)
        );
    }
}
