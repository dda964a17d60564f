// The argument of a go statement is computed by the caller.
package main

import (
	"fmt"
	"runtime"
)

func argument() int {
	fmt.Println("computing")
	return 5
}
func main() {
	go fmt.Println("started with", argument())
	fmt.Println("main goes on")
	runtime.Gosched()
}
