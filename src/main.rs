//! The `dateline` command: see `dateline help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    dateline::cli::run(std::env::args_os())
}
