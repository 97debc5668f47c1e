//! The form that adds files. Without JavaScript it sends them whole; with it, the island takes over.

use leptos::prelude::*;

use super::file_error;
use crate::{
    domain::answers::FieldError,
    islands::uploader::{Uploader, Words},
    web::visitor::Visitor,
};

/// What the file field offers to pick; the content decides in the end.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,.heic,.heif,application/pdf,audio/*,video/*,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.txt";

/// The form; `action` is where it sends.
pub fn upload_form(v: &Visitor, action: &str, errors: &[FieldError]) -> impl IntoView + use<> {
    let island = v.portal.browser_part.is_some();
    let mb = 1024 * 1024;
    let limits = v.portal.config.limits;
    let help = v.ta(
        "files-help",
        &[
            ("each", &(limits.file / mb).to_string()),
            ("video", &(limits.video / mb).to_string()),
            ("count", &limits.count.to_string()),
            ("all", &(limits.report / mb).to_string()),
        ],
    );
    let is_wrong = !errors.is_empty();
    let class = if is_wrong { "field wrong" } else { "field" };
    let described_by = if is_wrong { "file-help file-error" } else { "file-help" };
    let wrong = is_wrong.then_some("true");
    let errors = errors.iter().map(|error| view! { <p class="error">{file_error(v.lang, &v.portal, error)}</p> });
    let errors = is_wrong.then(|| view! { <div id="file-error">{errors.collect_view()}</div> });
    let base = action.split('?').next().unwrap_or_default().to_owned();
    view! {
        <form method="post" action=action.to_owned() enctype="multipart/form-data" id="upload" class="upload">
            <div class="field by-hand">
                <label for="description">{v.t("file-description")}</label>
                <p class="help" id="description-help">{v.t("file-description-help")}</p>
                <input id="description" name="description" aria-describedby="description-help" autocomplete="off" maxlength="500" />
            </div>
            <div class=class>
                <p class="help" id="file-help">{help}</p>
                {errors}
                // Telephones alone get the first: elsewhere it would be the second over again.
                <div class="choose camera">
                    <label for="camera">{v.t("file-camera")}</label>
                    <input id="camera" name="file" type="file" accept="image/*" capture="environment" aria-describedby="file-help" />
                </div>
                <div class="choose">
                    <label for="file">{v.t("file-choose")}</label>
                    <input id="file" name="file" type="file" multiple accept=ACCEPT aria-describedby=described_by aria-invalid=wrong />
                </div>
            </div>
            <button class="button second by-hand">{v.t("file-add")}</button>
        </form>
        <p class="help voice-help" id="voice-help">{v.t("voice-help")}</p>
        {island.then(|| view! { <Uploader base=base most=limits.file words=words(v) /> })}
    }
}

/// What the island says; holes are written `{so}`.
fn words(v: &Visitor) -> Words {
    Words {
        drop: v.t("upload-drop"),
        waiting: v.t("upload-waiting"),
        sending: v.t("upload-sending"),
        resumed: v.t("upload-resumed"),
        lost: v.t("upload-lost"),
        failed: v.t("upload-failed"),
        done: v.t("upload-done"),
        already: v.t("upload-already"),
        cancel: v.t("upload-cancel"),
        cancelled: v.t("upload-cancelled"),
        retry: v.t("upload-retry"),
        dismiss: v.t("upload-dismiss"),
        gone: v.t("upload-gone"),
        saved: v.t("description-saved"),
        not_saved: v.t("description-not-saved"),
        record: v.t("voice-record"),
        record_help: v.t("voice-record-help"),
        asking: v.t("voice-asking"),
        recording: v.t("voice-recording"),
        stop: v.t("voice-stop"),
        stopped: v.t("voice-stopped"),
        at_most: v.t("voice-at-most"),
        listen: v.t("voice-listen"),
        take: v.t("voice-take"),
        discard: v.t("voice-discard"),
        discarded: v.t("voice-discarded"),
        refused: v.t("voice-refused"),
        no_microphone: v.t("voice-no-microphone"),
        broken: v.t("voice-broken"),
        voice_name: v.t("voice-name"),
    }
}
