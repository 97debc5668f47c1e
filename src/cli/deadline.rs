//! `nuandong deadline`: a due date with its working. Needs no data folder.

use anyhow::{Context, bail};
use chrono::NaiveDate;

use crate::domain::{calendar::Calendar, deadline};

#[derive(clap::Args)]
pub struct Options {
    /// The rule's name; an unknown one lists them all
    #[arg(long)]
    rule: String,
    /// The day of the event, which does not count
    #[arg(long)]
    from: NaiveDate,
    /// Count with the calendar as it was published on that day
    #[arg(long)]
    as_published: Option<NaiveDate>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(options: &Options) -> anyhow::Result<()> {
    let Some(rule) = deadline::find(&options.rule) else {
        let names = deadline::rules()
            .iter()
            .map(|rule| format!("  {:<18} {}", rule.id, rule.what.zh))
            .collect::<Vec<_>>()
            .join("\n");
        bail!("no rule {}; there are\n{names}", options.rule)
    };
    let answer = deadline::compute(rule, options.from, &Calendar::built_in(), options.as_published)
        .with_context(|| rule.id.clone())?;
    if options.json {
        println!("{}", serde_json::to_string(&answer)?);
        return Ok(());
    }
    println!("{}", answer.due);
    println!("{}：{}，{}（{}）", rule.id, rule.what.zh, rule.source_on(options.from).zh, rule.standing);
    for (n, step) in answer.steps.iter().enumerate() {
        println!("{}. {}", n + 1, step.text);
    }
    println!("日历：{}{}", answer.edition, if answer.provisional { "（暂定）" } else { "" });
    for warning in &answer.warnings {
        println!("! {}", warning.code());
    }
    Ok(())
}
