// The same: how many turns there are before the first of these.
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
	runtime.Gosched()
	fmt.Println(n)
	stop = true
}
