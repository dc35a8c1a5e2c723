"""Measures a whole run over a generated family; see bench/run-whole."""

import argparse
import glob
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

STAGES = ["read", "graph", "draw", "moments", "relax"]


def main():
    options = parse()
    folder = tempfile.mkdtemp(prefix="gradient-transport-whole.", dir=options.folder)
    try:
        report = measure(options, folder)
    finally:
        if options.keep:
            print(f"files kept in {folder}", file=sys.stderr)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(table(report))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump(report, out, indent=2)
            out.write("\n")


def parse():
    parser = argparse.ArgumentParser(prog="bench/run-whole", description=__doc__)
    parser.add_argument("--root", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--widths", default="96,192,384,768", help="widths d of the scales, N = 64 d^2")
    parser.add_argument("--single", type=int, metavar="N", help="instead one scale of N entries and one step")
    parser.add_argument("--steps", type=int, default=8, help="steps per scale")
    parser.add_argument("--nulls", type=int, default=1, help="realisations of each null")
    parser.add_argument("--heap", default="10g", help="heap of the run; default %(default)s")
    parser.add_argument("--memory", type=float, help="limit of the process in GiB; the report says whether it was kept")
    parser.add_argument("--gc", default="", help="further options of the virtual machine")
    parser.add_argument("--folder", help="where files go (default: the temporary directory)")
    parser.add_argument("--keep", action="store_true", help="leave the files there")
    parser.add_argument("--json", metavar="FILE", help="write the report there too")
    return parser.parse_args()


def measure(options, folder):
    description, family = synth(options, folder)
    log = os.path.join(folder, "gc.log")
    java = f"-Xms{options.heap} -Xlog:gc:file={log} {options.gc}"
    command = [
        launcher(options), "--driver-memory", options.heap, "--driver-java-options", java,
        "run", "--warehouse", os.path.join(folder, "warehouse"), "--nulls", str(options.nulls), "--family",
        description,
    ]
    wall, resident, output = execute(command, folder)
    with open(os.path.join(folder, "warehouse", "store", "measuring.json"), encoding="utf-8") as kept:
        measuring = json.load(kept)
    report = {
        "machine": machine(),
        "family": family,
        "heap": options.heap,
        "command_seconds": wall,
        "peak_resident_bytes": resident,
        "peak_heap_bytes": peak_heap(log),
        "memory_limit_gib": options.memory,
        "measuring": measuring,
    }
    if not options.single:
        report["bare_spark"] = bare_spark(options, folder, command)
    if options.memory:
        report["within_memory"] = resident <= options.memory * 2**30
    return report


def bare_spark(options, folder, command):
    """Seconds of a Spark that starts with the same options, and that then writes the run's tables again."""
    dry = subprocess.run(
        [command[0], "--dry-run", *command[1:]], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()
    line = shlex.split(dry.splitlines()[-1])
    at = line.index("-cp")
    classes, tables = os.path.join(folder, "bare"), glob.glob(os.path.join(folder, "warehouse", "runs", "*"))[0]
    source = os.path.join(options.root, "bench", "whole", "BareSpark.java")
    javac = os.path.join(os.path.dirname(line[0]), "javac")
    subprocess.run([javac, "-d", classes, source], env={**os.environ, "CLASSPATH": line[at + 1]}, check=True)
    bare = [classes + os.pathsep + line[at + 1], "BareSpark", tables, os.path.join(folder, "again")]
    _, _, output = execute(line[: at + 1] + bare, folder)
    seconds = {word: float(value) for word, value in re.findall(r"^(counted|written) \d+ ([\d.]+)$", output, re.M)}
    return {"started_seconds": seconds["counted"], "tables_written_seconds": seconds["written"]}


def synth(options, folder):
    out = os.path.join(folder, "family")
    sizes = ["--entries", str(options.single)] if options.single else ["--width", options.widths]
    steps = "1000" if options.single else f"1000..{options.steps * 1000}/1000"
    started = time.monotonic()
    execute([launcher(options), "synth", "--out", out, "--name", "synthetic-whole", "--steps", steps] + sizes, folder)
    seconds = time.monotonic() - started
    files = [os.path.join(at, name) for at, _, names in os.walk(out) for name in names if name.endswith(".pt")]
    return os.path.join(out, "synthetic-whole.yaml"), {
        "files": len(files),
        "bytes": sum(os.path.getsize(file) for file in files),
        "synth_seconds": seconds,
    }


def launcher(options):
    return os.path.join(options.root, "deploy", "bin", "gradient-transport")


def execute(command, folder):
    """Wall seconds, peak resident bytes and standard output of a command that must succeed."""
    with open(os.path.join(folder, "output.txt"), "w+", encoding="utf-8") as out:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        out.seek(0)
        text = out.read()
    if process.returncode not in (0, 80):  # 80: a check failed, as it may on numbers that are no gradients
        sys.stderr.write(text[-4000:])
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return wall, usage.ru_maxrss * 1024, text


def peak_heap(log):
    """Most bytes in use before a collection, as the collector's log has it."""
    units = {"K": 2**10, "M": 2**20, "G": 2**30}
    with open(log, encoding="utf-8") as lines:
        used = [int(n) * units[u] for n, u in re.findall(r"(\d+)([KMG])->", lines.read())]
    return max(used, default=None)


def machine():
    about = {"system": platform.system() + " " + platform.release(), "processors": os.cpu_count()}
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        about["processor"] = next((l.split(":")[1].strip() for l in lines if l.startswith("model name")), "unknown")
    with open("/proc/meminfo", encoding="utf-8") as lines:
        about["memory_bytes"] = int(lines.readline().split()[1]) * 1024
    about["load_average"] = os.getloadavg()[0]
    return about


def table(report):
    measuring = report["measuring"]
    rows = [("stage", "small fields s", "large fields s")]
    for stage in STAGES:
        rows.append((stage, *(f"{measuring[kind][stage + '_seconds']:.2f}" for kind in ("small", "large"))))
    lines = ["  ".join(cell.ljust(16) for cell in row).rstrip() for row in rows]
    read = sum(measuring[kind]["bytes_read"] for kind in ("small", "large"))
    reading = sum(measuring[kind]["read_seconds"] for kind in ("small", "large"))
    relaxed = sum(measuring[kind]["entries_relaxed"] for kind in ("small", "large"))
    processors = measuring["processors"] * measuring["executors"]
    lines += [
        "",
        f"read {read / 1e9:.2f} GB at {read / 1e9 / max(reading, 1e-9):.2f} GB/s of reading time",
        f"measuring {measuring['seconds']:.1f} s, {relaxed / 1e6 / measuring['seconds']:.1f} M parameters/s;"
        f" estimated {measuring['estimate']['seconds']:.1f} s",
        f"Spark's own overhead {100 * measuring['overhead']:.1f} % of measuring (nothing read or computed);"
        f" processors in use {100 * measuring['processor_seconds'] / (measuring['seconds'] * processors):.0f} %",
        f"whole command {report['command_seconds']:.1f} s,"
        f" {100 * (1 - measuring['busy_seconds'] / report['command_seconds']):.0f} % of it outside reading and computing",
        f"peak resident {report['peak_resident_bytes'] / 2**30:.2f} GiB,"
        f" peak heap {(report['peak_heap_bytes'] or 0) / 2**30:.2f} GiB of {report['heap']}",
    ]
    if "bare_spark" in report:
        bare = report["bare_spark"]
        shares = [100 * s / (s + measuring["busy_seconds"]) for s in bare.values()]
        lines.append(
            f"Spark alone: started {bare['started_seconds']:.1f} s, the same tables written again"
            f" {bare['tables_written_seconds']:.1f} s: {shares[0]:.0f} % and {shares[1]:.0f} %, were there nothing else"
        )
    if report["memory_limit_gib"]:
        kept = "inside" if report["within_memory"] else "NOT inside"
        lines.append(f"{kept} {report['memory_limit_gib']:g} GiB")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
