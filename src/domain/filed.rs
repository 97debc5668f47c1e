//! What was filed, in the one form in which a receipt speaks of it: canonical JSON. `docs/receipts.md` describes it.

use serde::Serialize;
use serde_json::{Map, Value};

/// What a receipt's content hash covers: everything that was typed about the matter, not who typed it and no files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed(Value);

/// The parts of [`Filed`]; what was not given is `None`.
#[derive(Serialize)]
pub struct Parts<'a> {
    pub channel: &'a str,
    pub category: &'a str,
    /// Code of the court concerned.
    pub court: Option<&'a str>,
    pub livelihood: Option<&'a str>,
    /// The content as it is sealed. Not the type, so that members which later versions add change no old hash.
    pub content: Value,
    /// Random, so that a short text cannot be guessed from its hash.
    pub salt: &'a str,
}

impl Filed {
    pub fn new(parts: &Parts<'_>) -> Self {
        Self(serde_json::to_value(parts).map(pruned).unwrap_or_default())
    }

    /// Reads a file that somebody kept, however it is spaced and ordered; `None` when it is no JSON object.
    pub fn parse(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        value.is_object().then(|| Self(pruned(value)))
    }

    /// The bytes that are hashed: members in the order of their names, no spaces, empty members left out.
    pub fn canonical(&self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }

    /// For people to read and keep; [`parse`](Self::parse) takes it back.
    pub fn pretty(&self) -> String {
        serde_json::to_string_pretty(&self.0).unwrap_or_default() + "\n"
    }
}

/// Without members that say nothing, all the way down; in the order of their names.
fn pruned(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members = members.into_iter().map(|(name, value)| (name, pruned(value))).collect::<Vec<_>>();
            members.retain(|(_, value)| !says_nothing(value));
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(members.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(pruned).collect()),
        other => other,
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_content_has_one_form() {
        let content = serde_json::json!({ "narrative": "一\n“二”", "title": null, "details": {}, "respondent": { "name": "", "kind": null } });
        let parts = Parts { channel: "lead", category: "asset", court: None, livelihood: None, content, salt: "abc" };
        let filed = Filed::new(&parts);
        let canonical = r#"{"category":"asset","channel":"lead","content":{"narrative":"一\n“二”"},"salt":"abc"}"#;
        assert_eq!(String::from_utf8(filed.canonical()).unwrap(), canonical);
        // What somebody kept comes back the same, pretty or not, in any order, with members that a later version knows.
        assert_eq!(Filed::parse(&filed.pretty()), Some(filed.clone()));
        let other = "\u{feff}{ \"salt\": \"abc\", \"later\": null, \"content\": { \"narrative\": \"一\\n\\u201c二”\" }, \"channel\": \"lead\", \"category\": \"asset\" }\r\n";
        assert_eq!(Filed::parse(other), Some(filed));
        assert_eq!(Filed::parse("一"), None);
        assert_eq!(Filed::parse("[1]"), None);
    }
}
