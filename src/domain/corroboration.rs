//! How many independent people say the same: whoever reports twice is one, and so is a text that is sent again.

use super::likeness::Signature;

/// More than so many say no more.
pub const MOST: usize = 5;

/// A report as a witness.
#[derive(Clone, Default)]
pub struct Witness {
    /// Keyed hashes of telephone and mail address; none for somebody anonymous.
    pub people: Vec<Vec<u8>>,
    pub signature: Option<Signature>,
}

impl Witness {
    fn is_named(&self) -> bool {
        !self.people.is_empty()
    }

    /// Two named people are two when they share no address. Of somebody anonymous it is known only that a text of their
    /// own is their own.
    pub fn is_independent_of(&self, other: &Self) -> bool {
        if self.is_named() && other.is_named() {
            return !self.people.iter().any(|person| other.people.contains(person));
        }
        match (&self.signature, &other.signature) {
            (Some(one), Some(two)) => !one.is_near(two),
            _ => true,
        }
    }
}

/// How many of the others are independent of `of` and of each other, at most [`MOST`].
pub fn count(of: &Witness, others: &[&Witness]) -> usize {
    let named = others.iter().filter(|other| other.is_named()).collect::<Vec<_>>();
    // Somebody anonymous whose words another sent with a name may be that person, whatever else that person wrote.
    let alias = named.iter().filter(|other| !other.is_independent_of(of)).flat_map(|other| &other.people);
    let me = Witness { people: of.people.iter().chain(alias).cloned().collect(), signature: None };
    let mut counted: Vec<&Witness> = Vec::new();
    for other in &named {
        if counted.len() == MOST {
            return MOST;
        }
        let other_person = !me.is_named() || other.is_independent_of(&me);
        if other_person && counted.iter().all(|one| other.is_independent_of(one)) {
            counted.push(other);
        }
    }
    // Without a name, words of one's own are needed: nobody's that are known here.
    let mut texts: Vec<&Witness> = Vec::new();
    for other in others.iter().filter(|other| !other.is_named()) {
        if counted.len() + texts.len() == MOST {
            return MOST;
        }
        let known = named.iter().map(|one| **one).chain(texts.iter().copied()).chain([of]);
        if known.into_iter().all(|one| other.is_independent_of(one)) {
            texts.push(other);
        }
    }
    counted.len() + texts.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::likeness::Likeness;

    fn witness(person: &str, text: &str) -> Witness {
        let signature = Likeness::new(&[1; 16]).marks(text, "").map(|marks| marks.signature);
        Witness { people: person.split_whitespace().map(|one| one.as_bytes().to_vec()).collect(), signature }
    }

    #[test]
    fn people_count_once_and_copies_not_at_all() {
        let (black, white) = ("黑色轿车每天停在人民路地下车库", "他在县城东边新开了一家木材加工厂");
        let me = witness("13800000000", black);
        let count = |others: &[Witness]| count(&me, &others.iter().collect::<Vec<_>>());
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[witness("13800000000 a@b.cn", white)]), 0, "the same person");
        assert_eq!(count(&[witness("13900000000", black)]), 1, "another person with the same words");
        assert_eq!(
            count(&[witness("13900000000", white), witness("13900000000 c@d.cn", black)]),
            1,
            "one person twice"
        );
        assert_eq!(count(&[witness("", black)]), 0, "a copy without a name");
        assert_eq!(count(&[witness("", white), witness("", white)]), 1, "one text without a name, sent twice");
        assert_eq!(count(&[witness("", white), witness("13900000000", white)]), 1, "perhaps the same person");
        let twice = [witness("13900000000", white), witness("13900000000", black), witness("", black)];
        assert_eq!(count(&twice), 1, "a copy of what is known to be another's");
        let copy = witness("", white);
        assert_eq!(
            super::count(&copy, &twice.iter().collect::<Vec<_>>()),
            0,
            "perhaps that person, whatever else it wrote"
        );
        let many = (0..9).map(|n| witness(&format!("1390000000{n}"), white)).collect::<Vec<_>>();
        assert_eq!(count(&many), MOST);
    }
}
