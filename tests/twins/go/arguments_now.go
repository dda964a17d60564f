// A go statement takes its function and arguments from now.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	v := "early"
	f := func(s string) { fmt.Println("first", s, v) }
	go f(v)
	v = "late"
	f = func(s string) { fmt.Println("second", s, v) }
	runtime.Gosched()
	f(v)
}
