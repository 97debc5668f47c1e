//! The command line: `nuandong COMMAND`. Standard output carries only the answer, logs go to standard error.
pub fn main() -> std::process::ExitCode { std::process::ExitCode::SUCCESS }
