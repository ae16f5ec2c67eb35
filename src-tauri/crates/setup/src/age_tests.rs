use domain::Secret;
use proptest::prelude::*;

use super::*;

const PIECE: usize = 64 * 1024;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::typed(&Secret::new(text.to_owned())).unwrap()
}

fn chance(number: u8) -> Chance {
    Chance {
        file_key: Zeroizing::new([number; 16]),
        salt: [number.wrapping_add(1); 16],
        nonce: [number.wrapping_add(2); 16],
    }
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    seal(plain, &passphrase("right"), Work::little(), &chance(7))
}

fn opened(file: &[u8]) -> Result<Vec<u8>, NotOpened> {
    open(file, &passphrase("right")).map(|plain| plain.to_vec())
}

#[test]
fn what_was_sealed_opens_at_every_edge_of_a_piece() {
    for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17] {
        let plain: Vec<u8> = (0..length).map(|at| at as u8).collect();
        let file = sealed(&plain);
        assert_eq!(opened(&file), Ok(plain), "{length}");
        let capacity = file.capacity();
        assert_eq!(capacity, file.len(), "no copy was left behind");
    }
}

#[test]
fn another_passphrase_opens_nothing() {
    let file = sealed(b"rows");
    for wrong in ["", "righ", "Right", "right right"] {
        let refused = open(&file, &passphrase(wrong)).err();
        assert_eq!(refused, Some(NotOpened::WrongPassphrase), "{wrong}");
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let file = sealed(b"rows of a list");
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[at] ^= 1 << bit;
            assert!(opened(&changed).is_err(), "{at} {bit}");
        }
    }
}

#[test]
fn what_is_cut_off_or_added_is_noticed() {
    let file = sealed(&[5; 2 * PIECE]);
    let whole = file.len();
    let head = whole - 2 * (PIECE + 16);
    let ends = (0..head + 40).chain([whole - PIECE - 16, whole - 17, whole - 16, whole - 1]);
    for end in ends {
        assert!(opened(&file[..end]).is_err(), "{end}");
    }
    for more in [1, 15, 16, 17, PIECE + 16] {
        let mut longer = file.clone();
        longer.extend(vec![0; more]);
        assert_eq!(opened(&longer), Err(NotOpened::Damaged), "{more}");
    }
}

#[test]
fn pieces_stay_in_their_order_and_none_is_another_files() {
    let plain: Vec<u8> = (0..3 * PIECE).map(|at| (at / PIECE) as u8).collect();
    let file = sealed(&plain);
    let start = file.len() - 3 * (PIECE + 16);
    let (head, pieces) = file.split_at(start);
    let piece = |number: usize| &pieces[number * (PIECE + 16)..(number + 1) * (PIECE + 16)];
    for order in [[1, 0, 2], [0, 2, 1], [0, 0, 2], [2, 1, 0]] {
        let moved = order.map(piece).concat();
        assert!(opened(&[head, &moved].concat()).is_err(), "{order:?}");
    }
    let dropped = [head, piece(0), piece(2)].concat();
    assert!(opened(&dropped).is_err());
    let other = seal(&plain, &passphrase("right"), Work::little(), &chance(9));
    let mixed = [head, piece(0), piece(1), &other[start + 2 * (PIECE + 16)..]].concat();
    assert!(opened(&mixed).is_err());
}

/// A file that asks for so much work.
fn asking(work: &str) -> Vec<u8> {
    let file = sealed(b"rows");
    let at = file.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let end = at + file[at..].iter().position(|byte| *byte == b'\n').unwrap();
    let line = String::from_utf8(file[at..end].to_vec()).unwrap();
    let (rest, _) = line.rsplit_once(' ').unwrap();
    [
        &file[..at],
        format!("{rest} {work}").as_bytes(),
        &file[end..],
    ]
    .concat()
}

#[test]
fn no_stranger_makes_this_computer_work_for_hours() {
    for work in ["20", "22", "63", "64", "255", "4294967297", &"9".repeat(30)] {
        assert_eq!(opened(&asking(work)), Err(NotOpened::TooCostly), "{work}");
    }
    for work in ["", "0", "02", "+2", "-2", "2 ", "2 2", "0x2", "two", "２"] {
        assert_eq!(opened(&asking(work)), Err(NotOpened::Damaged), "{work:?}");
    }
    assert!(opened(&asking("2")).is_ok());
    assert_eq!(opened(&asking("3")), Err(NotOpened::WrongPassphrase));
}

#[test]
fn what_is_no_file_of_a_passphrase_is_told_as_that() {
    let head = "age-encryption.org/v1\n";
    let salt = "BwcHBwcHBwcHBwcHBwcHBw";
    let body = "A".repeat(43);
    for (text, why) in [
        (String::new(), NotOpened::NotSealedSo),
        ("PK\u{3}\u{4}".to_owned(), NotOpened::NotSealedSo),
        ("x".repeat(1_000_000), NotOpened::NotSealedSo),
        ("\n".repeat(1_000), NotOpened::NotSealedSo),
        (
            "-----BEGIN AGE ENCRYPTED FILE-----\n".to_owned(),
            NotOpened::NotSealedSo,
        ),
        ("age-encryption.org/v2\n".to_owned(), NotOpened::Later),
        (
            format!("{head}-> X25519 {body}\n{body}\n--- {body}\n"),
            NotOpened::NotSealedSo,
        ),
        (head.to_owned(), NotOpened::Damaged),
        (
            format!("{head}-> scrypt {salt}\n{body}\n"),
            NotOpened::Damaged,
        ),
        (
            format!("{head}-> scrypt {salt}= 2\n{body}\n"),
            NotOpened::Damaged,
        ),
        // Bits that no byte has: another way to write the same.
        (
            format!("{head}-> scrypt {salt}x 2\n{body}\n--- {body}\n"),
            NotOpened::Damaged,
        ),
        (
            format!("{head}-> scrypt BwcHBwcHBwcHBwcHBwcHBx 2\n{body}\n--- {body}\n"),
            NotOpened::Damaged,
        ),
        // Two ways in: one of them is not ours.
        (
            format!("{head}-> scrypt {salt} 2\n{body}\n-> X25519 {body}\n{body}\n--- {body}\n"),
            NotOpened::Damaged,
        ),
        (
            format!("{head}-> scrypt {salt} 2\r\n{body}\r\n--- {body}\r\n"),
            NotOpened::Damaged,
        ),
    ] {
        assert_eq!(opened(text.as_bytes()), Err(why), "{text:.80}");
    }
}

#[test]
fn a_file_of_another_program_opens() {
    let file = include_bytes!("../tests/vectors/pieces.age");
    let plain = opened_with(file, "an old song about the sea").unwrap();
    let numbers = (0..20_000).map(|number: u32| format!("{number}\n"));
    assert_eq!(plain, numbers.collect::<String>().into_bytes());
    let empty = include_bytes!("../tests/vectors/empty.age");
    assert_eq!(opened_with(empty, "an old song about the sea"), Ok(vec![]));
}

fn opened_with(file: &[u8], text: &str) -> Result<Vec<u8>, NotOpened> {
    open(file, &passphrase(text)).map(|plain| plain.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(opened(&bytes).is_err());
    }

    #[test]
    fn no_header_panics(lines in prop::collection::vec("[ -~]{0,60}", 0..5)) {
        let text = format!("age-encryption.org/v1\n-> scrypt {}", lines.join("\n"));
        prop_assert!(opened(text.as_bytes()).is_err());
    }

    #[test]
    fn what_was_sealed_opens(plain in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert_eq!(opened(&sealed(&plain)), Ok(plain));
    }
}
