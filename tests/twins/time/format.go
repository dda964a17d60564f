// How durations are written.
package main

import (
	"fmt"
	"time"
)

func main() {
	for _, d := range []time.Duration{
		0, 1, 999, 1000, 1500, 999999, time.Millisecond, 1234567,
		time.Second - 1, time.Second, 1500 * time.Millisecond,
		59*time.Second + 999*time.Millisecond, time.Minute,
		61 * time.Second, time.Hour, time.Hour + time.Second,
		time.Hour + time.Millisecond, 25 * time.Hour,
		36*time.Hour + 15*time.Minute + 30500*time.Millisecond,
		-1, -1500 * time.Microsecond, -time.Hour,
		100 * 24 * time.Hour,
	} {
		fmt.Println(d)
	}
}
