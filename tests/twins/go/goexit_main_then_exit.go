// Goexit in main, and another that ends the program.
package main

import (
	"fmt"
	"os"
	"runtime"
)

func main() {
	defer fmt.Println("main is gone")
	go func() {
		fmt.Println("still here")
		os.Exit(0)
	}()
	runtime.Goexit()
}
