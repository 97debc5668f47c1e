use proptest::prelude::*;

use super::*;

fn signer(seed: u64) -> SigningKey {
    SigningKey::from_bytes(&Entropy::seeded(seed).bytes())
}

fn public(seed: u64) -> PublicKey {
    PublicKey::from(signer(seed).verifying_key())
}

fn genuine() -> (String, ReportNumber, DateTime<Utc>, ContentHash) {
    let number = ReportNumber::generate(&Entropy::seeded(3), 2026);
    let at = "2026-11-23T01:00:00.123456Z".parse().unwrap();
    let content = ContentHash([7; 32]);
    (sign(&signer(1), &number, at, content), number, at, content)
}

#[test]
fn a_genuine_receipt_says_what_was_signed() {
    let (text, number, at, content) = genuine();
    assert_eq!(text.len(), 167);
    let read = verify(&text, &[public(2), public(1)]).unwrap();
    assert_eq!(read, Receipt { number, received_at: at, content, key: public(1).id() });
    // As it comes out of a mail, a file, an address; behind words, before words, broken over lines.
    let lines = text.as_bytes().chunks(40).map(|part| String::from_utf8_lossy(part)).collect::<Vec<_>>().join("\r\n  ");
    for form in [
        format!("  {text}\r\n"),
        format!("\u{feff}{text}"),
        format!("https://nd.example/verify#{text}"),
        format!("收件回执：{text}。请保存。"),
        format!("NDR is how it begins.\n{lines}\n\nCheck: https://nd.example/verify"),
        text.replace('.', "\u{200b}.").replacen("\u{200b}.", ".", 1),
    ] {
        assert!(verify(&form, &[public(1)]).is_ok(), "{form}");
    }
}

#[test]
fn each_cause_has_its_own_name() {
    let (text, ..) = genuine();
    let check = |text: &str| verify(text, &[public(1)]).unwrap_err();
    for nothing in
        ["", "NDR", "NDR1x", "hello", "264839172504", &text[3..], &text.to_lowercase(), "NDR0.abc", "NDR01.abc"]
    {
        assert_eq!(check(nothing), ReceiptError::NotAReceipt, "{nothing}");
    }
    for later in [text.replacen("NDR1", "NDR2", 1), text.replacen("NDR1", "NDR12345678901", 1)] {
        assert_eq!(check(&later), ReceiptError::FutureVersion);
    }
    for length in 4..text.len() {
        assert_eq!(check(&text[..length]), ReceiptError::CutOff, "{length}");
    }
    assert_eq!(check(&format!("{}。", &text[..100])), ReceiptError::CutOff);
    assert_eq!(check(&format!("{text}A")), ReceiptError::Changed);
    assert_eq!(check(&text.replacen('.', "A", 2).replacen('A', ".", 1)), ReceiptError::Changed);
    assert_eq!(verify(&text, &[public(2)]), Err(ReceiptError::UnknownKey(public(1).id())));
    assert_eq!(verify(&text, &[]), Err(ReceiptError::UnknownKey(public(1).id())));
    // Another key under the same name does not help.
    let (head, signature) = text.rsplit_once('.').unwrap();
    let forged = URL_SAFE_NO_PAD.encode(signer(2).sign(head.as_bytes()).to_bytes());
    assert_ne!(signature, forged);
    assert_eq!(check(&format!("{head}.{forged}")), ReceiptError::Changed);
}

#[test]
fn the_hash_needs_code_and_text_and_hides_both() {
    let entropy = Entropy::seeded(9);
    let (code, other) = (ReceiptCode::generate(&entropy), ReceiptCode::generate(&entropy));
    let (first, second) = (Opening::new(&code, &entropy), Opening::new(&code, &entropy));
    let filed = |salt: &str, text: &str| Filed::parse(&format!(r#"{{"content":"{text}","salt":"{salt}"}}"#)).unwrap();
    let hash = first.hash(&filed(&first.salt, "x"));
    assert_eq!(content_hash(&code, &filed(&first.salt, "x")), hash);
    assert_ne!(content_hash(&code, &filed(&first.salt, "y")), hash, "another text");
    assert_ne!(content_hash(&other, &filed(&first.salt, "x")), hash, "another code");
    assert_ne!(content_hash(&code, &filed(&second.salt, "x")), hash, "without the salt even code and text do not do");
    assert_ne!(content_hash(&code, &filed("", "x")), hash);
}

#[test]
fn public_keys_are_read_in_both_alphabets() {
    let key = public(1);
    assert_eq!(PublicKey::parse(&format!(" {key}\n")), Some(key));
    assert_eq!(PublicKey::parse(&STANDARD.encode(key.0.as_bytes())), Some(key));
    assert_eq!(PublicKey::parse("AAAA"), None);
    assert!(key.fingerprint().replace(' ', "").starts_with(&key.id().to_string()));
}

proptest! {
    #[test]
    fn any_flipped_bit_fails(position in 0_usize..167, bit in 0_u32..7) {
        let (text, ..) = genuine();
        let mut bytes = text.into_bytes();
        bytes[position] ^= 1 << bit;
        if let Ok(changed) = String::from_utf8(bytes) {
            prop_assert!(verify(&changed, &[public(1)]).is_err(), "{changed}");
        }
    }

    #[test]
    fn any_flipped_bit_of_what_is_signed_fails(position in 0_usize..PAYLOAD + 64, bit in 0_u32..8) {
        let (text, ..) = genuine();
        let mut parts = text.split('.').skip(1).map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
        let (mut payload, mut signature) = (parts.next().unwrap(), parts.next().unwrap());
        match position.checked_sub(PAYLOAD) {
            None => payload[position] ^= 1 << bit,
            Some(position) => signature[position] ^= 1 << bit,
        }
        let changed = format!("{PREFIX}{}.{}", URL_SAFE_NO_PAD.encode(&payload), URL_SAFE_NO_PAD.encode(&signature));
        prop_assert!(verify(&changed, &[public(1)]).is_err(), "{changed}");
    }

    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,300}", tail in "(NDR)?[0-9]{0,3}[.]?[A-Za-z0-9_.-]{0,200}") {
        let whole = text + &tail;
        prop_assert!(verify(&whole, &[public(1)]).is_err());
    }
}
