//! `cargo xtask check actions`: what the workflows run of others is named by its content, so that a
//! tag which is moved changes nothing here.

use std::{fs, path::Path};

use crate::shell::{self, Failed};

const WORKFLOWS: &str = ".github/workflows";

/// The lines that name an action in another way than by a commit, its version beside it.
pub fn loose() -> Result<Vec<String>, Failed> {
    let folder = shell::root().join(WORKFLOWS);
    let failed = |path: &Path, error| Failed::new(format!("{}: {error}", path.display()));
    let mut loose = vec![];
    for entry in fs::read_dir(&folder).map_err(|error| failed(&folder, error))? {
        let path = entry.map_err(|error| failed(&folder, error))?.path();
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        loose.extend(loose_in(&text).map(|line| format!("{name}: {line}")));
    }
    Ok(loose)
}

fn loose_in(workflow: &str) -> impl Iterator<Item = &str> {
    let lines = workflow.lines().map(str::trim);
    lines.filter(|line| {
        let key = line.trim_start_matches("- ").trim_start();
        let used = ["uses:", "\"uses\":", "'uses':"].map(|uses| key.strip_prefix(uses));
        match used.into_iter().flatten().next() {
            Some(used) => !is_pinned(used.trim()),
            // Within braces, where this does not look further.
            None => !line.starts_with('#') && line.contains("uses:"),
        }
    })
}

/// Such as `owner/name@0123…cdef # v1.2.3`, or a path of this checkout.
fn is_pinned(used: &str) -> bool {
    let (action, version) = used.split_once(" # ").unwrap_or((used, ""));
    let Some((name, commit)) = action.trim().split_once('@') else {
        return action.starts_with("./");
    };
    let is_commit = commit.len() == 40
        && (commit.bytes()).all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_version = version.strip_prefix('v').is_some_and(|version| {
        let mut parts = version.split('.');
        parts.clone().count() == 3 && parts.all(|part| part.parse::<u32>().is_ok())
    });
    name.contains('/') && is_commit && is_version
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn every_action_of_our_workflows_is_pinned() {
        assert_eq!(loose().unwrap(), Vec::<String>::new());
        let build = fs::read_to_string(shell::root().join(WORKFLOWS).join("build.yml")).unwrap();
        assert!(build.contains("uses: "));
        let moved = build.replacen('@', "@v4 #", 1);
        assert_eq!(loose_in(&moved).count(), 1);
    }

    #[test]
    fn a_tag_a_branch_a_short_hash_and_a_hash_without_a_version_are_told() {
        for good in [
            format!("      - uses: a/b@{COMMIT} # v1.2.3"),
            format!("        uses: a/b/c@{COMMIT} # v1.2.3"),
            "      - uses: ./.github/actions/ours".to_owned(),
            "      # uses: a/b@v4".to_owned(),
            "      - run: cargo test".to_owned(),
        ] {
            assert_eq!(loose_in(&good).count(), 0, "{good}");
        }
        for bad in [
            "      - uses: a/b@v4".to_owned(),
            "      - uses: a/b@main # v1.2.3".to_owned(),
            "      - uses: a/b".to_owned(),
            "        uses: docker://a:latest".to_owned(),
            format!("      - uses: a/b@{}", &COMMIT[..12]),
            format!("      - uses: a/b@{COMMIT}"),
            format!("      - uses: a/b@{COMMIT} # v4"),
            format!("      - uses: a/b@{} # v1.2.3", COMMIT.to_uppercase()),
            format!("      - \"uses\": a/b@v{COMMIT}"),
            "      - { uses: a/b@v4 }".to_owned(),
        ] {
            assert_eq!(loose_in(&bad).count(), 1, "{bad}");
        }
    }
}
