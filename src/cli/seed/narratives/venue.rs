//! The courts as people speak of them, and how often each of them occurs.

use super::super::words;
use crate::domain::court::{Court, Level};

/// A court with the words that people use for it, worked out once.
pub struct Venue {
    pub code: String,
    pub name_en: String,
    /// 历下区法院, 济南中院
    pub spoken: String,
    /// 济南
    pub city: String,
    /// 济南市历下区
    pub place: String,
    pub profile: &'static words::City,
    pub first_year: i32,
    /// Among the courts of its city.
    pub share: u32,
    /// Of the city among the cities.
    pub city_weight: u32,
}

impl Venue {
    pub fn new(court: &Court) -> Option<Self> {
        use chrono::Datelike;
        let known = words::CITIES.iter().find(|city| city.name == court.city);
        let profile = known.or_else(|| words::CITIES.first())?;
        // A court of no listed city borrows Jinan's trades and plates, not its share.
        let city_weight = known.map_or(1, |city| city.weight);
        let bare = court.short_name().trim_end_matches("人民法院").trim_end_matches("中级").trim_end_matches("法院");
        let mut area = bare.to_owned();
        for (long, short) in [
            ("火炬高技术产业开发区", "高新区"),
            ("高新技术产业开发区", "高新区"),
            ("经济技术开发区", "开发区"),
            ("经济开发区", "开发区"),
        ] {
            area = area.replace(long, short);
        }
        let city = court.city.trim_end_matches('市').to_owned();
        // 市中区 without its city would be two places.
        let county = area
            .strip_prefix(court.city.as_str())
            .filter(|rest| !rest.is_empty() && *rest != "市中区")
            .unwrap_or(&area)
            .to_owned();
        let (spoken, place) = match court.level {
            Level::Basic if court.city.is_empty() || county.starts_with(&city) => {
                (format!("{county}法院"), county.clone())
            }
            Level::Basic => (format!("{county}法院"), format!("{}{county}", court.city)),
            _ if city.is_empty() => (court.short_name().to_owned(), String::from("本地")),
            _ => (format!("{city}中院"), court.city.clone()),
        };
        // Special courts and the high court see few such reports.
        let share = match court.level {
            Level::Basic if !court.name.contains("铁路") => 10,
            Level::Intermediate if known.is_some() && !court.name.contains("铁路") && !court.name.contains("海事") => {
                6
            }
            _ => 1,
        };
        Some(Self {
            code: court.code.clone(),
            name_en: court.name_en(),
            spoken,
            city,
            place,
            profile,
            first_year: court.valid_from.map_or(2016, |day| day.year()).max(2016),
            share,
            city_weight,
        })
    }
}

/// Stands in where the tree is empty, which it never is.
pub fn nowhere() -> Venue {
    Venue {
        code: "鲁".to_owned(),
        name_en: "High People's Court of Shandong".to_owned(),
        spoken: "省高院".to_owned(),
        city: String::new(),
        place: "本地".to_owned(),
        profile: &words::CITIES[0],
        first_year: 2016,
        share: 1,
        city_weight: 1,
    }
}
