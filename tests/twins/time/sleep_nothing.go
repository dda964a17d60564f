// Sleeping for nothing, or less, does not even give way.
package main

import (
	"fmt"
	"time"
)

func main() {
	go fmt.Println("other")
	time.Sleep(0)
	time.Sleep(-time.Hour)
	fmt.Println("main")
	time.Sleep(time.Millisecond)
	fmt.Println("end")
}
