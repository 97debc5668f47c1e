//! Time and randomness, passed in everywhere so that tests are exact. The only place that reads either.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, DurationRound, FixedOffset, NaiveDate, TimeDelta, Utc};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

/// China has had one time zone without summer time since 1991: UTC+8.
pub const SHANGHAI: FixedOffset = FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset");

/// The clock of the portal: the real one, or one that a test holds in its hand.
#[derive(Clone)]
pub enum Clock {
    Real,
    Fixed(Arc<Mutex<Held>>),
}

/// What a clock in the hand shows, and how far it goes on with each look at it.
pub struct Held {
    now: DateTime<Utc>,
    step: TimeDelta,
}

impl Clock {
    pub fn fixed(now: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(Mutex::new(Held { now, step: TimeDelta::zero() })))
    }

    /// The present instant, cut to microseconds: both databases keep that much, so that times compare equal.
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one home of the real clock")]
            Self::Real => Utc::now(),
            Self::Fixed(held) => {
                let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
                let step = held.step;
                held.now += step;
                held.now
            }
        };
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// Today in China, which is what the law counts in.
    pub fn today(&self) -> NaiveDate {
        day_of(self.now())
    }

    /// Moves a fixed clock on; the real one goes by itself.
    pub fn advance(&self, by: TimeDelta) {
        if let Self::Fixed(held) = self {
            held.lock().unwrap_or_else(PoisonError::into_inner).now += by;
        }
    }

    /// Lets a fixed clock go on by so much with each look at it, as the real one does.
    pub fn tick(&self, step: TimeDelta) {
        if let Self::Fixed(held) = self {
            held.lock().unwrap_or_else(PoisonError::into_inner).step = step;
        }
    }
}

/// The day in China on which an instant falls.
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&SHANGHAI).date_naive()
}

/// The instant at which a day begins in China.
pub fn start_of(day: NaiveDate) -> DateTime<Utc> {
    (day.and_time(chrono::NaiveTime::MIN) - TimeDelta::hours(8)).and_utc()
}

/// The last second of a day in China.
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    start_of(day) + TimeDelta::days(1) - TimeDelta::seconds(1)
}

/// Where every random number comes from: the operating system's seed, or a test's.
#[derive(Clone)]
pub struct Entropy(Arc<Mutex<StdRng>>);

impl Entropy {
    pub fn from_system() -> Self {
        let mut seeder = rand::rngs::SysRng;
        let generator = StdRng::try_from_rng(&mut seeder).expect("the operating system has randomness");
        Self(Arc::new(Mutex::new(generator)))
    }

    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// `count` random decimal digits.
    pub fn digits(&self, count: usize) -> String {
        let mut generator = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (0..count).map(|_| char::from(b'0' + generator.random_range(0..10_u8))).collect()
    }

    /// 256 random bits for addresses and cookies, as 43 characters that need no escaping.
    pub fn token(&self) -> String {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// A row identity that sorts by the time it was made.
    pub fn id(&self, now: DateTime<Utc>) -> uuid::Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }
}
