// Without a processor of its own, nobody is interrupted between two lines.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	n := 0
	for i := 0; i < 1000; i++ {
		go func() { n++ }()
	}
	for runtime.NumGoroutine() > 1 {
		runtime.Gosched()
	}
	fmt.Println(n)
}
