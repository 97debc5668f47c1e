//! Enumerations whose members have one fixed code, used alike in the database, the API and the addresses.

/// An enumeration with a code for each member.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $member:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$note])* #[serde(rename = $code)] $member),+ }

        impl $name {
            /// All members, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$member),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$member => $code),+ }
            }

            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$member),)+ _ => None }
            }
        }

        // Written out: the derive does not see codes that come through this macro.
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let codes = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::schema::Type::String);
                codes.enum_values(Some([$($code),+])).into()
            }
        }
        impl utoipa::ToSchema for $name {}

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use codes;
