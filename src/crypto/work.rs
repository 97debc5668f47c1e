//! Proof of work: a number with which the SHA-256 of a challenge begins with enough zero bits. Finding it takes a
//! device a moment for each report; checking it takes one hash.

use sha2::{Digest, Sha256};

/// Whether the hash of `challenge:answer` begins with that many zero bits. The browser part looks for such an answer
/// (`islands/proof_of_work.rs`).
pub fn is_solved(challenge: &str, answer: &str, bits: u32) -> bool {
    if answer.is_empty() || answer.len() > 20 || !answer.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let hash = Sha256::digest(format!("{challenge}:{answer}"));
    let head = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    head.leading_zeros() >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_part_finds_is_a_solution_and_little_else_is() {
        let found = crate::islands::proof_of_work::find("challenge", 12, 0, 1 << 18).unwrap();
        assert!(is_solved("challenge", &found.to_string(), 12));
        let others = (0..found).filter(|n| is_solved("challenge", &n.to_string(), 12)).count();
        assert_eq!(others, 0, "the first that is found is the first there is");
        for answer in ["", "x", "-1", "+5", "１", "000000000000000000000"] {
            assert!(!is_solved("challenge", answer, 0), "{answer}");
        }
    }
}
