//! `nuandong case-number`: reads case numbers line by line. Needs no data folder.

use std::{
    fs::File,
    io::{BufRead, BufReader, BufWriter, Write},
    path::Path,
};

use anyhow::Context;
use chrono::Datelike;

use super::clock;
use crate::{
    config::Config,
    domain::{case_number, court::Courts},
};

pub fn run(config: &Config, file: Option<&Path>) -> anyhow::Result<()> {
    let courts = Courts::built_in(&config.home_court);
    let year = clock(config).today().year();
    let input: Box<dyn BufRead> = match file {
        Some(file) => Box::new(BufReader::new(File::open(file).with_context(|| file.display().to_string())?)),
        None => Box::new(std::io::stdin().lock()),
    };
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut lines = input;
    let mut line = Vec::new();
    loop {
        line.clear();
        // Not `lines()`: a line that is no UTF-8 gets an answer too.
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        serde_json::to_writer(&mut output, &case_number::read(text, year, &courts))?;
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}
