//! `dateline completions` and `dateline man`: what the shell and `man` know of the commands.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::options::stdout;
use super::{Cli, Outcome};

/// Arguments of `completions`.
#[derive(clap::Args, Debug)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Writes the completions of a shell.
pub(super) fn completions(args: &Completions) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "dateline", &mut script);
    let (mut out, _) = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Done)
}

/// Writes the manual, a section a command, as troff.
pub(super) fn man() -> anyhow::Result<Outcome> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        clap_mangen::Man::new(sub.clone()).render(&mut page)?;
    }
    let (mut out, _) = stdout();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Outcome::Done)
}
