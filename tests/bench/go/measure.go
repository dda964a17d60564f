//go:build ignore

// Measure runs a command and writes what the kernel charged it for, on one
// line: user plus system CPU time in nanoseconds, and peak resident memory in
// kilobytes. The exit status is the command's.
//
//	measure RESULT-FILE COMMAND [ARG...]      (COMMAND is a path)
//
// It forks without os/exec and prints without fmt to stay small: a process
// inherits the peak of the one it was forked from, so what this program
// occupies (about 1.3 MB) is the least it can report.
package main

import (
	"os"
	"strconv"
	"syscall"
)

func fail(err error) {
	os.Stderr.WriteString("measure: " + err.Error() + "\n")
	os.Exit(125)
}

func main() {
	if len(os.Args) < 3 {
		os.Stderr.WriteString("usage: measure RESULT-FILE COMMAND [ARG...]\n")
		os.Exit(2)
	}
	result, command := os.Args[1], os.Args[2:]

	pid, err := syscall.ForkExec(command[0], command, &syscall.ProcAttr{
		Env:   os.Environ(),
		Files: []uintptr{0, 1, 2},
	})
	if err != nil {
		fail(&os.PathError{Op: "run", Path: command[0], Err: err})
	}
	var status syscall.WaitStatus
	var usage syscall.Rusage
	for {
		if _, err = syscall.Wait4(pid, &status, 0, &usage); err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		fail(err)
	}

	cpu := usage.Utime.Nano() + usage.Stime.Nano()
	line := strconv.FormatInt(cpu, 10) + " " +
		strconv.FormatInt(usage.Maxrss, 10) + "\n"
	if err := os.WriteFile(result, []byte(line), 0o644); err != nil {
		fail(err)
	}
	if status.Signaled() {
		os.Exit(128 + int(status.Signal()))
	}
	os.Exit(status.ExitStatus())
}
