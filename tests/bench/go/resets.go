//go:build ignore

// 100 timers that are reset again and again before they fire; N resets in all.
package main

import (
	"os"
	"strconv"
	"time"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	var timers [100]*time.Timer

	for i := range timers {
		timers[i] = time.AfterFunc(time.Hour, func() {})
	}
	for i := 1; i <= n; i++ {
		timers[i%100].Reset(time.Hour + time.Duration(i))
	}
	for _, t := range timers {
		if !t.Stop() {
			panic("it has fired")
		}
	}
}
