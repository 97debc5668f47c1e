//! The one place with a `<textarea>`: leptos 0.8 does not escape its children on the server, so ours escapes them.

use leptos::prelude::*;

/// What stands inside a textarea: escaped, with the newline first that browsers drop.
fn escaped(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// A text field of several lines. `described_by` names the help and error beside it.
pub fn textarea(
    id: &str,
    name: &str,
    rows: u32,
    text: &str,
    described_by: Option<String>,
    wrong: bool,
) -> impl IntoView + use<> {
    let (id, name, text) = (id.to_owned(), name.to_owned(), escaped(text));
    view! {
        <textarea id=id name=name rows=rows aria-describedby=described_by aria-invalid=wrong.then_some("true") inner_html=text></textarea>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_cannot_leave_the_field() {
        let html = textarea("a", "a", 3, "</textarea><script>alert(1)</script>&amp;\n\"x\"", None, false).to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("\n&lt;/textarea>&lt;script>"), "{html}");
        assert!(html.contains("&amp;amp;"), "{html}");
    }
}
