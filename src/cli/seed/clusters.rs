//! Synthetic reports that belong together: a matter that somebody else tells too, and a text that many send.

use std::collections::VecDeque;

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::narratives::Synthetic;
use crate::domain::report::Channel;

/// How far back somebody takes up a matter.
const RECENT: usize = 300;

/// Weaves ties into a row of reports that know nothing of each other.
pub struct Clusters {
    rng: StdRng,
    recent: VecDeque<Synthetic>,
    campaign: Option<Synthetic>,
}

impl Clusters {
    pub fn new(seed: u64) -> Self {
        // A stream of its own: the other decisions stay as they are.
        Self { rng: StdRng::seed_from_u64(seed ^ 0x0067_7261_7068), recent: VecDeque::new(), campaign: None }
    }

    /// Leaves most reports as they are; three in a hundred tell again what another told, two are copies of one text.
    pub fn weave(&mut self, synthetic: Synthetic) -> Synthetic {
        let told = match self.rng.random_range(0..100) {
            0..2 => self.copied(),
            2..5 => self.told_again(&synthetic),
            _ => None,
        };
        self.recent.push_back(synthetic.clone());
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        told.unwrap_or(synthetic)
    }

    fn any_recent(&mut self) -> Option<Synthetic> {
        let at = self.rng.random_range(0..self.recent.len().max(1));
        self.recent.get(at).cloned()
    }

    /// The text of a campaign, without a name; a new one now and then.
    fn copied(&mut self) -> Option<Synthetic> {
        if self.campaign.is_none() || self.rng.random_ratio(1, 20) {
            self.campaign = self.any_recent().filter(|one| one.submission.channel == Channel::Lead);
        }
        let mut copy = self.campaign.clone()?;
        copy.submission.reporter = None;
        Some(copy)
    }

    /// The same matter in about the same words, by somebody else.
    fn told_again(&mut self, other: &Synthetic) -> Option<Synthetic> {
        let mut again = self.any_recent()?;
        let own = again.submission.channel == other.submission.channel;
        again.submission.reporter = other.submission.reporter.clone().filter(|_| own);
        again.submission.content.title = None;
        let narrative = &mut again.submission.content.narrative;
        let mut sentences = narrative.split_inclusive('。').map(str::to_owned).collect::<Vec<_>>();
        for _ in 0..2 {
            if sentences.len() > 3 {
                sentences.remove(self.rng.random_range(1..sentences.len()));
            }
        }
        *narrative = sentences.concat();
        Some(again)
    }
}
