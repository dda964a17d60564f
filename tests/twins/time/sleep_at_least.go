package main

import (
	"fmt"
	"time"
)

func main() {
	for _, d := range []time.Duration{1, time.Microsecond, 2 * time.Millisecond} {
		start := time.Now()
		time.Sleep(d)
		fmt.Println(d, time.Since(start) >= d)
	}
}
