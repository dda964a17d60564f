package main

import (
	"fmt"
	"runtime"
)

func main() {
	fmt.Println("leaving")
	runtime.Goexit()
}
