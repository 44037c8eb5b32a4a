//! What the figures were taken on, and what processes have spent there.

use std::fs;

use crate::report::{heading, note};

/// Of the kernel: `getconf CLK_TCK` is 100 on every Linux that matters here.
const TICK_NANOS: f64 = 1e7;

pub fn describe() {
    heading("Machine");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(": ").nth(1));
    note(format!(
        "{cores} cores, {}",
        model.unwrap_or("of a kind it does not say")
    ));
    note(format!("at the beginning {}", busy()));
}

pub fn conclude() {
    heading("Machine");
    note(format!("at the end {}", busy()));
}

/// Others who were running, which makes absolute figures worthless and leaves ratios alone.
fn busy() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let running = load
        .split([' ', '/'])
        .nth(3)
        .and_then(|running| running.parse::<u32>().ok())
        .unwrap_or(1);
    let average = load.split(' ').next().unwrap_or("?").to_owned();
    let verdict = if running <= 1 {
        "quiet"
    } else {
        "NOISY: absolute figures say little, ratios stand"
    };
    format!(
        "{} others wanted to run, load average {average}: {verdict}",
        running.saturating_sub(1)
    )
}

/// CPU time of this process so far, all its threads together, in nanoseconds; in steps of 10 ms.
pub fn own_cpu() -> f64 {
    cpu_of("self").map_or(f64::NAN, |cpu| cpu.spent)
}

/// CPU time so far of a process and all its children, those that are gone included.
pub fn family_cpu(parent: u32) -> f64 {
    let Some(own) = cpu_of(&parent.to_string()) else {
        return f64::NAN;
    };
    let children = fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = children.filter_map(|entry| cpu_of(entry.file_name().to_str()?));
    let living: f64 = children
        .filter(|process| process.parent == parent)
        .map(|process| process.spent)
        .sum();
    own.spent + own.waited_for + living
}

/// Whose child a process is.
pub fn parent_of(process: u32) -> Option<u32> {
    cpu_of(&process.to_string()).map(|process| process.parent)
}

struct Process {
    parent: u32,
    spent: f64,
    waited_for: f64,
}

fn cpu_of(process: &str) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program stands in brackets and may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok());
    Some(Process {
        parent: fields.get(1)?.parse().ok()?,
        spent: (ticks(11)? + ticks(12)?) * TICK_NANOS,
        waited_for: (ticks(13)? + ticks(14)?) * TICK_NANOS,
    })
}
