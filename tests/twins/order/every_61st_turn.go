// One goroutine always has another to run after it; who gives way all the
// time is looked after every 61st turn all the same.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	n, stop := 0, false
	var next func()
	next = func() {
		n++
		if stop {
			return
		}
		go next()
		go func() {}()
	}
	go next()
	last := 0
	for i := 0; i < 6; i++ {
		runtime.Gosched()
		if i > 1 {
			fmt.Println(n - last)
		}
		last = n
	}
	stop = true
}
