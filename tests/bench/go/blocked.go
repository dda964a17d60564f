//go:build ignore

// N goroutines blocked on one channel, all at once. Prints the process's peak
// resident memory in kilobytes, and what the Go runtime took from the system
// in bytes.
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// peak returns VmHWM of this process in kilobytes.
func peak() string {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	_, rest, found := strings.Cut(string(status), "VmHWM:")
	if !found {
		panic("no VmHWM in /proc/self/status")
	}
	return strings.Fields(rest)[0]
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	ch := make(chan int)
	var started sync.WaitGroup

	wait := func() {
		started.Done()
		<-ch
	}
	for i := 1; i <= n; i++ {
		started.Add(1)
		go wait()
	}
	started.Wait()

	hwm := peak()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	os.Stdout.WriteString(hwm + " " + strconv.FormatUint(mem.Sys, 10) + "\n")
}
